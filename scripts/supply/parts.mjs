// What ships in an installed tsrun besides its own code: the npm packages that are not for
// development only, the JavaScript engine, and the C library that the static programs are linked with.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where Debian keeps the terms of the C library. */
const MUSL_TERMS = "/usr/share/doc/musl/copyright";
const ENGINE = "@oven/bun-linux-x64-baseline";

const json = (path) => JSON.parse(readFileSync(path, "utf8"));

/** The text of a package's licence; null when the package holds none. */
function terms(dir) {
  const names = ["LICENSE", "LICENSE.txt", "LICENSE.md", "license", "LICENCE"];
  const found = names.map((name) => join(dir, name)).find((path) => existsSync(path));
  return found === undefined ? null : readFileSync(found, "utf8");
}

function muslVersion() {
  const asked = execFileSync("dpkg-query", ["--show", "--showformat=${Version}", "musl-dev"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return asked.trim();
}

/** Packages of the lockfile that an installed tsrun holds, for this kind of machine. */
export function packagesOf(root, lock = json(join(root, "package-lock.json"))) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== "" && entry.dev !== true && entry.devOptional !== true)
    .filter(([path]) => existsSync(join(root, path)))
    .map(([path, entry]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version: entry.version,
      license: entry.license,
      integrity: entry.integrity,
      terms: terms(join(root, path)),
    }));
}

/** Everything that ships, in the order of its name. */
export function parts(root) {
  const engine = json(join(root, "node_modules", ENGINE, "package.json"));
  const lock = json(join(root, "package-lock.json"));
  const all = [
    ...packagesOf(root, lock),
    {
      name: ENGINE,
      version: engine.version,
      license: "MIT AND LGPL-2.1-or-later",
      integrity: lock.packages[`node_modules/${ENGINE}`].integrity,
      terms:
        "Bun itself is under the MIT licence. It is linked with JavaScriptCore (LGPL-2.1) and with other\n" +
        "libraries; its documentation lists them with their terms.\n",
    },
  ];
  if (existsSync(MUSL_TERMS)) {
    all.push({
      name: "musl",
      version: muslVersion(),
      license: "MIT",
      integrity: undefined,
      terms: readFileSync(MUSL_TERMS, "utf8"),
    });
  }
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}
