// The installed program itself: no file and no variable that is planted around it reaches the engine.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";

const root = join(import.meta.dirname, "../../../..");

/** Calls body with a directory in which code is planted that would leave the file `evil`. */
function planted(body: (dir: string) => void): void {
  const dir = fs.mkdtempSync(join(tmpdir(), "tsrun-planted-"));
  try {
    const evil = `require("node:fs").writeFileSync(${JSON.stringify(join(dir, "evil"))}, "");`;
    fs.writeFileSync(join(dir, "evil.js"), evil);
    fs.writeFileSync(join(dir, "evil.cjs"), evil);
    fs.writeFileSync(join(dir, "index.js"), evil);
    fs.writeFileSync(join(dir, "bunfig.toml"), 'preload = ["./evil.js"]\n[run]\nbun = true\n');
    fs.writeFileSync(
      join(dir, ".env"),
      "PATH=/planted\nNO_COLOR=\nBUN_OPTIONS=--preload=./evil.js\n",
    );
    fs.writeFileSync(join(dir, "package.json"), '{"type":"module","imports":{"#a":"./evil.js"}}');
    fs.writeFileSync(
      join(dir, "tsconfig.json"),
      '{"compilerOptions":{"paths":{"*":["./evil.js"]}}}',
    );
    body(dir);
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
}

function version(program: string, dir: string, env: Readonly<Record<string, string>>): string {
  const done = spawnSync(program, ["--version"], {
    cwd: dir,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...env },
  });
  assert.is(done.stderr, "");
  assert.is(done.status, 0);
  assert.not.ok(fs.existsSync(join(dir, "evil")), "planted code ran");
  return done.stdout;
}

const PLANTED: Readonly<Record<string, string>> = {
  BUN_OPTIONS: "--preload=./evil.js",
  BUN_BE_BUN: "1",
  BUN_INSPECT_PRELOAD: "./evil.js",
  BUN_CONFIG_PRELOAD: "./evil.js",
  NODE_OPTIONS: "--require ./evil.cjs",
  LD_PRELOAD: "./evil.so",
};

test("planted files in the current directory and the home directory are not read", () => {
  planted((dir) => {
    assert.match(version(join(root, "dist/bin/tsrun"), dir, { HOME: dir }), /^tsrun version /);
  });
});

for (const [name, value] of Object.entries(PLANTED)) {
  test(`a planted ${name} changes nothing`, () => {
    planted((dir) => {
      // The dynamic loader says something about a missing LD_PRELOAD only if a program got it.
      const output = version(join(root, "dist/bin/tsrun"), dir, { HOME: dir, [name]: value });
      assert.match(output, /^tsrun version /);
    });
  });
}

test("make install with DESTDIR puts a program in place that works through a link named runc", () => {
  planted((dir) => {
    const words = [
      "-C",
      root,
      "--no-print-directory",
      "install",
      "PREFIX=/opt/t",
      `DESTDIR=${dir}/stage`,
    ];
    const done = spawnSync("make", words, { encoding: "utf8" });
    assert.is(done.status, 0, done.stderr);
    fs.symlinkSync("stage/opt/t/bin/tsrun", join(dir, "runc"));
    assert.match(version(join(dir, "runc"), dir, {}), /^tsrun version /);
    const installed = fs.readdirSync(join(dir, "stage/opt/t/lib/tsrun")).toSorted();
    assert.equal(installed, ["attend", "engine", "host.so", "init", "koffi.node"]);
    assert.equal(fs.readdirSync(join(dir, "stage/opt/t/bin")), ["tsrun"]);
  });
});

test.run();
