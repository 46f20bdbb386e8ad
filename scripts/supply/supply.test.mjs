// test: limit 180 slow
// What the project is made from: terms that allow shipping it, packages that run nothing when they
// are installed, C programs that come out the same wherever they are built.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { packagesOf, parts } from "./parts.mjs";
import { notices, sbom } from "./sbom.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const product = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));

const ALLOWED = new Set(["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD"]);
/** Linked in as a whole program whose parts can be exchanged, as its own terms ask for. */
const LIBRARY_TERMS = new Set(["MIT AND LGPL-2.1-or-later"]);

test("every part that ships has terms that allow it", () => {
  const list = parts(root);
  assert.ok(list.length > 10);
  for (const { name, license } of list) {
    assert.ok(ALLOWED.has(license) || LIBRARY_TERMS.has(license), `${name}: ${license}`);
  }
});

test("the bill of materials names each runtime dependency with version and hash", () => {
  const bill = sbom(parts(root), product);
  const names = new Map(bill.components.map((part) => [part.name, part]));
  for (const [name, version] of Object.entries(product.dependencies)) {
    assert.is(names.get(name)?.version, version);
    assert.is(names.get(name)?.hashes?.[0]?.content.length, 128);
  }
  assert.is(names.get("musl")?.licenses[0]?.license.id, "MIT");
  const dev = Object.keys(product.devDependencies).filter((name) => names.has(name));
  assert.equal(dev, ["@oven/bun-linux-x64-baseline"], "what serves development alone stays out");
});

test("the notices hold the terms of each npm package in full", () => {
  const text = notices(parts(root));
  for (const { name, terms } of packagesOf(root)) {
    assert.ok(text.includes(name), name);
    if (terms !== null) assert.ok(text.includes(terms), name);
  }
});

test("packages with scripts of their own are known, and set-up runs none of them", () => {
  const scripted = Object.entries(lock.packages)
    .filter(([, entry]) => entry.hasInstallScript === true)
    .map(([path]) => path.replace("node_modules/", ""));
  assert.equal(scripted.sort(), ["esbuild", "koffi"]);
  const setup = readFileSync(join(root, "scripts/setup"), "utf8");
  const installs = setup.split("\n").filter((line) => /^\s*npm (ci|install)/.test(line));
  assert.is(installs.length, 1);
  assert.ok(installs.every((line) => line.includes("--ignore-scripts")));
});

test("every package that is installed is pinned by a hash", () => {
  const entries = Object.entries(lock.packages).filter(
    ([path]) => path !== "" && existsSync(join(root, path)),
  );
  assert.ok(entries.length > 40);
  const loose = entries.filter(([, entry]) => entry.integrity?.startsWith("sha512-") !== true);
  assert.equal(
    loose.map(([path]) => path),
    [],
  );
});

test("the C programs are the same bytes in whichever directory they are built", () => {
  const hash = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
  const built = ["one", "another-one"].map((name) => {
    const dir = join(mkdtempSync(join(tmpdir(), "tsrun-build-")), name);
    try {
      cpSync(join(root, "c"), join(dir, "c"), { recursive: true });
      cpSync(join(root, "Makefile"), join(dir, "Makefile"));
      const headers = "node_modules/node-api-headers/include";
      cpSync(join(root, headers), join(dir, headers), { recursive: true });
      execFileSync("make", ["--silent", "-C", dir, "c"], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      const programs = ["bin/tsrun", "lib/tsrun/attend", "lib/tsrun/init", "lib/tsrun/host.so"];
      return programs.map((path) => [path, hash(join(dir, "dist", path))]);
    } finally {
      rmSync(join(dir, ".."), { recursive: true });
    }
  });
  assert.equal(built[0], built[1]);
});

test("the bill is the same bytes each time", () => {
  const dir = mkdtempSync(join(tmpdir(), "tsrun-sbom-"));
  try {
    const made = ["a", "b"].map((name) => {
      const done = spawnSync(process.execPath, ["scripts/supply/sbom.mjs", join(dir, name)], {
        cwd: root,
        encoding: "utf8",
      });
      assert.is(done.status, 0, done.stderr);
      return readFileSync(join(dir, name, "sbom.json"), "utf8");
    });
    assert.is(made[0], made[1]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test.run();
