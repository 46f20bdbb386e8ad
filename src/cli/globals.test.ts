import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Globals, type GlobalsHost, logSettings, readGlobals } from "./globals.ts";
import { parseLevel } from "./parse.ts";
import { GLOBAL_FLAGS } from "./flags.ts";
import type { Values } from "./values.ts";

const INITIAL = "         0          0 4294967295\n";
const NESTED = "         0     100000      65536\n";

function values(words: readonly string[]): Values {
  return parseLevel(words, { flags: GLOBAL_FLAGS, stopsAtOperand: true, command: null }).values;
}

function read(words: readonly string[], host: Partial<GlobalsHost> = {}): Globals {
  return readGlobals(values(words), {
    euid: 0,
    env: {},
    cwd: "/work",
    uidMap: () => INITIAL,
    realpath: (path) => path,
    ...host,
  });
}

test("root's states are under /run", () => {
  const { root, rootGiven, rootInRuntimeDirectory } = read([], { env: { XDG_RUNTIME_DIR: "/x" } });
  assert.equal([root, rootGiven, rootInRuntimeDirectory], ["/run/tsrun", false, false]);
});

test("others' states are in XDG_RUNTIME_DIR, made sticky", () => {
  const globals = read([], { euid: 1000, env: { XDG_RUNTIME_DIR: "/run/user/1000/" } });
  assert.is(globals.root, "/run/user/1000/tsrun");
  assert.is(globals.rootInRuntimeDirectory, true);
});

test("an empty or relative XDG_RUNTIME_DIR is unset", () => {
  for (const XDG_RUNTIME_DIR of ["", "run"]) {
    assert.is(read([], { euid: 1000, env: { XDG_RUNTIME_DIR } }).root, "/run/tsrun");
  }
});

test("root of a user namespace counts as another user unless USER is root", () => {
  const uidMap = (): string => NESTED;
  const env = { XDG_RUNTIME_DIR: "/x" };
  assert.is(read([], { uidMap, env: { ...env, USER: "me" } }).root, "/x/tsrun");
  assert.is(read([], { uidMap, env }).root, "/x/tsrun");
  assert.is(read([], { uidMap, env: { ...env, USER: "root" } }).root, "/run/tsrun");
});

test("--root is made absolute and may be spelled both ways", () => {
  assert.is(read(["--root", "r"]).root, "/work/r");
  assert.is(read(["--root=/a/../b/"]).root, "/b");
  assert.is(read(["--root=/b"]).rootGiven, true);
  assert.is(read(["--root="]).rootGiven, false);
});

test("--root must not be /, nor a link to it", () => {
  const message = /Option --root argument should not be set to \//;
  assert.throws(() => read(["--root", "/"]), message);
  assert.throws(() => read(["--root", "/x/.."]), message);
  assert.throws(() => read(["--root", "/link"], { realpath: () => "/" }), message);
});

test("--systemd-cgroup and --cgroup-manager name the same thing", () => {
  assert.is(read([]).cgroupManager, "cgroupfs");
  assert.is(read(["--systemd-cgroup"]).cgroupManager, "systemd");
  assert.is(read(["--cgroup-manager=systemd", "--systemd-cgroup"]).cgroupManager, "systemd");
  assert.is(read(["--cgroup-manager", "disabled"]).cgroupManager, "disabled");
  assert.throws(() => read(["--cgroup-manager=x"]), /invalid cgroup-manager: x/);
  assert.throws(() => read(["--cgroup-manager=cgroupfs", "--systemd-cgroup"]), /contradicts/);
});

test("--rootless takes auto and the spellings of booleans", () => {
  assert.is(read([]).rootless, "auto");
  assert.is(read(["--rootless=1"]).rootless, "true");
  assert.is(read(["--rootless", "false"]).rootless, "false");
  assert.throws(() => read(["--rootless=maybe"]), /invalid value for --rootless: maybe/);
});

test("the log file is made absolute and its format checked", () => {
  assert.equal(logSettings(values([]), "/work"), { file: null, format: "text" });
  assert.equal(logSettings(values(["--log", "l", "--log-format=json"]), "/work"), {
    file: "/work/l",
    format: "json",
  });
  assert.throws(() => logSettings(values(["--log-format", "xml"]), "/"), /invalid log-format: xml/);
});

test.run();
