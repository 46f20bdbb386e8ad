// The launcher in front of a stand-in for the engine: what reaches the engine, and what must not.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";

const dist = join(import.meta.dirname, "../../..");
const prefix = fs.mkdtempSync(join(tmpdir(), "tsrun-front-"));
process.on("exit", () => {
  fs.rmSync(prefix, { recursive: true, force: true });
});
fs.mkdirSync(join(prefix, "bin"));
fs.mkdirSync(join(prefix, "lib/tsrun"), { recursive: true });
fs.copyFileSync(join(dist, "bin/tsrun"), join(prefix, "bin/tsrun"));
fs.copyFileSync(join(dist, "test/front-engine"), join(prefix, "lib/tsrun/engine"));
const tsrun = join(prefix, "bin/tsrun");

interface Started {
  readonly status: number | null;
  readonly lines: readonly string[];
  readonly variables: readonly string[];
  readonly stderr: string;
}

/** Runs a shell command with $TSRUN; the stand-in writes to the file in $HOME, else to stdout. */
function shell(command: string, env: Readonly<Record<string, string>> = {}): Started {
  const out = join(prefix, "out");
  fs.rmSync(out, { force: true });
  const done = spawnSync("/bin/sh", ["-c", command], {
    cwd: prefix,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: out, TSRUN: tsrun, ...env },
  });
  const lines = (fs.existsSync(out) ? fs.readFileSync(out, "utf8") : done.stdout).split("\n");
  const variables = lines.flatMap((line) => (line.startsWith("env ") ? [line.slice(4)] : []));
  return { status: done.status, lines, variables, stderr: done.stderr };
}

/** The recorded descriptors below 10; `sh` can close those, and what the caller of the test has open
 * above them is not ours. */
function recorded(started: Started): readonly number[] {
  const list = /;fds=([\d,]*)$/.exec(launch(started))?.[1] ?? "malformed";
  return list.split(",").flatMap((fd) => (fd === "" || Number(fd) >= 10 ? [] : [Number(fd)]));
}

const CLOSE = "exec 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-;";

function launch(started: Started): string {
  return started.variables.find((line) => line.startsWith("TSRUN_LAUNCH=")) ?? "";
}

test("arguments and argv[0] are passed through as they are", () => {
  fs.symlinkSync(tsrun, join(prefix, "runc"));
  const started = shell(`exec "${join(prefix, "runc")}" --root "a b" ""`);
  const args = started.lines.filter((line) => line.startsWith("arg "));
  assert.equal(args, [`arg ${join(prefix, "runc")}`, "arg --root", "arg a b", "arg "]);
});

test("any name finds the engine: links, links to links, relative links, another name", () => {
  fs.mkdirSync(join(prefix, "elsewhere"));
  fs.symlinkSync("../bin/tsrun", join(prefix, "elsewhere/crun"));
  fs.symlinkSync("elsewhere/crun", join(prefix, "link"));
  fs.copyFileSync(tsrun, join(prefix, "bin/other-name"));
  for (const name of ["elsewhere/crun", "link", "bin/other-name"]) {
    assert.is(shell(`exec "./${name}"`).status, 0, name);
    assert.is(
      shell(`PATH=$PWD/${name.replace(/[^/]*$/, "")}; ${name.replace(/.*\//, "")}`).status,
      0,
    );
  }
});

test("the environment is an allow-list and nothing else", () => {
  const kept = {
    USER: "u",
    TERM: "dumb",
    XDG_RUNTIME_DIR: "",
    DBUS_SESSION_BUS_ADDRESS: "unix:path=/x",
    DBUS_SYSTEM_BUS_ADDRESS: "unix:path=/y",
    NOTIFY_SOCKET: "/n",
    LISTEN_FDS: "1",
    LISTEN_PID: "7",
    LISTEN_FDNAMES: "a:b",
    CLICOLOR_FORCE: "1",
    NO_COLOR: "1",
  };
  const planted = {
    BUN_OPTIONS: "--preload=/tmp/evil.js",
    BUN_BE_BUN: "1",
    BUN_JSC_useJIT: "1",
    BUN_INSPECT: "1",
    NODE_OPTIONS: "--require /tmp/evil.js",
    NODE_EXTRA_CA_CERTS: "/x",
    LD_LIBRARY_PATH: "/tmp",
    TSRUN_LAUNCH: "1;nofile=1:1;fds=",
    _OCI_SYNCPIPE: "3",
    PATHX: "x",
    HOMELESS: "x",
    DBUS: "x",
    LD_PRELOAD: "",
    GOMAXPROCS: "4",
  };
  const started = shell('exec "$TSRUN"', { ...kept, ...planted });
  const names = started.variables.map((line) => line.replace(/=.*/, ""));
  const expected = [...Object.keys(kept), "PATH", "HOME", "BUN_JSC_useJIT", "TSRUN_LAUNCH"];
  assert.equal(names.toSorted(), expected.toSorted());
  assert.ok(started.variables.includes("BUN_JSC_useJIT=0"));
  for (const [name, value] of Object.entries(kept)) {
    assert.ok(started.variables.includes(`${name}=${value}`), name);
  }
});

test("a preloaded library does not reach the engine", () => {
  const started = shell('LD_PRELOAD=/does/not/exist.so exec "$TSRUN"');
  assert.is(started.status, 0);
  assert.not.ok(started.variables.some((line) => line.startsWith("LD_")));
});

test("the limits of open files are recorded as the caller had them", () => {
  const started = shell('ulimit -Sn 1024; ulimit -Hn 4096; exec "$TSRUN"');
  assert.match(launch(started), /^TSRUN_LAUNCH=1;nofile=1024:4096;fds=/);
});

test("the open descriptors from 3 up are recorded, with their gaps", () => {
  assert.equal(recorded(shell(`${CLOSE} exec "$TSRUN"`)), []);
  const some = shell(`${CLOSE} exec "$TSRUN" 3</dev/null 5</dev/null 7</dev/null 5<&-`);
  assert.equal(recorded(some), [3, 7]);
});

test("descriptors are recorded although none is left to open /proc/self/fd with", () => {
  const all = [3, 4, 5, 6, 7, 8, 9];
  const open = all.map((fd) => `${fd}</dev/null`).join(" ");
  const started = shell(`exec ${open}; ulimit -n 10; exec "$TSRUN"`, { HOME: "" });
  assert.equal(recorded(started), all);
});

test("closed 0, 1 and 2 become the null device, and open ones stay", () => {
  const started = shell(`${CLOSE} exec "$TSRUN" <&- >&- 2>&-`);
  for (const fd of [0, 1, 2]) assert.ok(started.lines.includes(`fd ${fd} /dev/null`), `${fd}`);
  assert.equal(recorded(started), []);
  const some = shell(`${CLOSE} exec "$TSRUN" >&- 2>./err 3</dev/null`);
  assert.ok(some.lines.includes("fd 1 /dev/null"));
  assert.ok(some.lines.includes(`fd 2 ${prefix}/err`));
  assert.equal(recorded(some), [3]);
});

test("an ignored SIGCHLD and blocked signals do not reach the engine", () => {
  const started = shell('exec env --ignore-signal=CHLD --block-signal "$TSRUN"');
  assert.ok(started.lines.includes("sigchld default"));
  assert.ok(started.lines.includes("blocked 0"));
});

test("in a directory that was deleted the engine starts in / and is told", () => {
  const started = shell('mkdir gone && cd gone && rmdir ../gone && exec "$TSRUN"');
  assert.is(started.status, 0);
  assert.ok(started.variables.includes("TSRUN_DIRECTORY=deleted"));
  assert.ok(started.lines.includes("directory /"));
  const usual = shell('exec "$TSRUN"', { TSRUN_DIRECTORY: "deleted" });
  assert.not.ok(usual.variables.some((line) => line.startsWith("TSRUN_DIRECTORY")));
});

test("without its lib directory it says which file is missing and ends with 1", () => {
  fs.mkdirSync(join(prefix, "lone/bin"), { recursive: true });
  fs.copyFileSync(tsrun, join(prefix, "lone/bin/tsrun"));
  const started = shell("exec lone/bin/tsrun state x");
  assert.is(started.status, 1);
  assert.is(
    started.stderr,
    `tsrun: cannot run ${prefix}/lone/lib/tsrun/engine: No such file or directory\n`,
  );
});

test("limits that the engine cannot start with are one line that names them", () => {
  const limits = [
    ["-v 500000", "RLIMIT_AS (ulimit -v) is below 512 MB"],
    ["-d 390000", "RLIMIT_DATA (ulimit -d) is below 384 MB"],
    ["-s 255", "RLIMIT_STACK (ulimit -s) is below 256 kB"],
    ["-n 7", "RLIMIT_NOFILE (ulimit -n) is below 8"],
  ] as const;
  for (const [limit, words] of limits) {
    const started = shell(`ulimit ${limit}; exec "$TSRUN" list`);
    assert.is(started.stderr, `tsrun: cannot start the engine: ${words}\n`);
    assert.is(started.status, 1);
  }
  assert.is(shell('ulimit -v 600000; ulimit -s 256; ulimit -n 8; exec "$TSRUN" list').status, 0);
});

test("the static programs have no interpreter and no dynamic section", () => {
  for (const name of ["bin/tsrun", "lib/tsrun/attend", "lib/tsrun/init"]) {
    const headers = spawnSync("readelf", ["-lW", join(dist, name)], { encoding: "utf8" });
    assert.is(headers.status, 0, name);
    assert.match(headers.stdout, /Elf file type is EXEC/, name);
    assert.not.match(headers.stdout, /INTERP|DYNAMIC/, name);
    assert.match(headers.stdout, /GNU_STACK +\S+ \S+ \S+ \S+ \S+ RW /, name);
  }
});

test.run();
