// The helper's core, for real: plans made by src/wire, performed by the helper, watched by drive.c.
// Usage: node c/test/helper.test.mjs HELPER DRIVE (root). With --seeds DIR it writes plans for the
// decoder's fuzzer instead.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { test } from "uvu";
import * as assert from "uvu/assert";

const root = fileURLToPath(new URL("../../", import.meta.url));
const bundle = await build({
  stdin: {
    contents: 'export * from "./src/wire/encode.ts"; export { CALLS } from "./src/wire/ops.ts";',
    resolveDir: root,
  },
  bundle: true,
  write: false,
  format: "esm",
});
const source = Buffer.from(bundle.outputFiles[0].contents).toString("base64");
const { encodePlan, CALLS } = await import(`data:text/javascript;base64,${source}`);

const NEW = { time: 0x80n, mount: 0x20000n, cgroup: 0x2000000n, uts: 0x4000000n, ipc: 0x8000000n };
Object.assign(NEW, { user: 0x10000000n, pid: 0x20000000n, net: 0x40000000n });
const COMMON = NEW.mount | NEW.uts | NEW.ipc | NEW.pid | NEW.net;

const barrier = (name, from, to) => ({ op: "barrier", name, from, to });
const mapped = barrier("mapped", "stage0", "init");
const clone = (flags) => ({ op: "clone", flags });
const lookup = (name) => ({ op: "lookup", name, path: "/nowhere:/bin:/usr/bin" });
const exec = (args, rest = {}) => ({ op: "exec", args, env: [], home: 0, uid: 0, ...rest });
const program = (args, rest) => [lookup(args[0]), exec(args, rest)];
const shell = (script, rest) => program(["sh", "-c", script], rest);
const gate = { op: "gate", gate: "gate", status: "status" };
const user = (uid, gid, groups = []) => ({ op: "user", uid, gid, groups, setgroups: 1 });
const caps = (set) => ({
  op: "capabilities",
  effective: set,
  permitted: set,
  inheritable: 0n,
  ambient: 0n,
});

/** Instructions of classic BPF: code, jump when true, jump when false, operand. */
function assemble(code) {
  const bytes = Buffer.alloc(code.length * 8);
  for (const [i, [operation, yes, no, k]] of code.entries()) {
    bytes.writeUInt16LE(operation, i * 8);
    bytes.writeUInt8(yes, i * 8 + 2);
    bytes.writeUInt8(no, i * 8 + 3);
    bytes.writeUInt32LE(k, i * 8 + 4);
  }
  return bytes;
}

const [LOAD, EQUAL, RETURN] = [0x20, 0x15, 0x06];
const [ALLOW, KILL, ERRNO] = [0x7fff0000, 0x80000000, 0x00050000];

const refuse = (number, errno) =>
  assemble([
    [LOAD, 0, 0, 0],
    [EQUAL, 0, 1, number],
    [RETURN, 0, 0, ERRNO | errno],
    [RETURN, 0, 0, ALLOW],
  ]);

const allowOnly = (numbers) =>
  assemble([
    [LOAD, 0, 0, 0],
    ...numbers.map((number, i) => [EQUAL, numbers.length - i, 0, number]),
    [RETURN, 0, 0, KILL],
    [RETURN, 0, 0, ALLOW],
  ]);

const EXAMPLES = {
  create: [
    { op: "oom-score", score: 5n },
    clone(COMMON),
    mapped,
    barrier("placed", "host", "init"),
    { op: "setsid" },
    { op: "keyring", name: "_ses.test", label: null },
    { op: "loopback" },
    barrier("prepared", "init", "host"),
    barrier("hooks", "host", "init"),
    { op: "umask", mode: 0o22 },
    { op: "bounding", keep: 0x20n },
    user(0, 0, [7, 8]),
    { op: "cwd", path: "/", create: 0 },
    lookup("true"),
    { op: "close-fds", preserve: 0 },
    caps(0x20n),
    barrier("ready", "init", "host"),
    barrier("committed", "host", "init"),
    gate,
    exec(["true"]),
  ],
};

const encode = (ops, filter = new Uint8Array(8), slots = ["gate", "status"]) =>
  encodePlan(ops, { blobs: new Map([["filter", filter]]), slots });

const [helper, drive] = process.argv.slice(2).map(String);
if (helper === "--seeds") {
  const kitchen = [
    { op: "join", type: 0x40000000, path: "/proc/self/ns/net", later: 1 },
    { op: "join-rest" },
    clone(0n),
    {
      op: "idmap",
      uids: "0 0 1\n",
      gids: "0 0 1\n",
      setgroups: null,
      uidTool: ["/x", "0"],
      gidTool: [],
    },
    mapped,
    {
      op: "mount",
      fstype: "tmpfs",
      source: null,
      target: "/tmp",
      attr: 6n,
      words: ["ro"],
      options: ["a=b", ""],
      propagation: 0n,
      strict: 0,
      copyup: 1,
    },
    { op: "seccomp", filter: "filter", flags: 0n },
    ...program(["true"], { env: ["A=B", "C="] }),
  ];
  const slots = ["gate", "status", "third"];
  writeFileSync(join(drive, "create"), encode(EXAMPLES.create, undefined, slots));
  writeFileSync(join(drive, "kitchen"), encode(kitchen, Buffer.alloc(16), slots));
  process.exit(0);
}

/** Performs a plan; lines are what drive reports, out is what the program printed. */
function performBytes(bytes, ...actions) {
  const directory = mkdtempSync(join(tmpdir(), "tsrun-helper-"));
  try {
    const path = join(directory, "plan");
    writeFileSync(path, bytes);
    const result = spawnSync(drive, [helper, path, ...actions], {
      encoding: "utf8",
      timeout: 20000,
    });
    if (result.error !== undefined) throw result.error;
    const lines = result.stderr
      .trim()
      .split("\n")
      .map((line) => line.replace(/call=(\d+)/, (_, call) => `call=${CALLS[Number(call)]}`));
    return { lines, out: result.stdout };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const perform = (ops, ...actions) => performBytes(encode(ops), ...actions);

const sends = (ops) =>
  ops.flatMap((op, i) => (op.op === "barrier" && op.from === "host" ? [`send:${i}`] : []));

const failures = (result) => result.lines.filter((line) => /^(error|warning)/.test(line));

test("a plan in new namespaces passes its barriers, waits at the gate and runs the program", () => {
  const ops = EXAMPLES.create;
  const { lines } = perform(ops, ...sends(ops), "start");
  assert.equal(lines, [
    "pid step=1 call=none errno=0 []",
    "barrier step=7 call=none errno=0 []",
    "barrier step=16 call=none errno=0 []",
    "stage0 exit 0",
    "created yes",
    "X",
    "init exit 0",
  ]);
});

test("init is the first process of its pid namespace and has the limits of the caller", () => {
  const ops = [clone(COMMON), mapped, ...shell("echo $$; ulimit -n; ulimit -Hn")];
  const result = perform(ops);
  assert.equal(result.out, "1\n512\n1024\n");
});

test("no ignored or blocked signal reaches the program", () => {
  const result = perform([
    clone(0n),
    mapped,
    ...program(["grep", "^Sig[BI]", "/proc/self/status"]),
  ]);
  assert.equal(result.out, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
});

test("a program in no namespace of its own has no descriptor but its stdio", () => {
  const ops = [clone(0n), mapped, ...shell("ls /proc/$$/fd")];
  assert.equal(perform(ops).out, "0\n1\n2\n");
});

test("what the caller preserves stays open, the gap below stays closed", () => {
  const ops = [
    clone(0n),
    mapped,
    { op: "close-fds", preserve: 40 },
    ...program(["ls", "/proc/self/fd"]),
  ];
  // 3 is the directory that ls reads: the lowest number that was free.
  assert.equal(perform(ops, "keep:42").out, "0\n1\n2\n3\n42\n");
});

test("a program that is not there fails with its step and name", () => {
  const result = perform([clone(0n), mapped, ...program(["no-such-program"])]);
  assert.equal(failures(result), ["error step=2 call=lookup errno=2 [no-such-program]"]);
  assert.ok(result.lines.includes("init exit 123"));
});

test("a directory and a file without permission are told apart from what is missing", () => {
  const directory = failures(perform([clone(0n), mapped, ...program(["/etc"])]));
  assert.equal(directory, ["error step=2 call=lookup errno=21 [/etc]"]);
  const file = failures(perform([clone(0n), mapped, ...program(["/etc/passwd"])]));
  assert.equal(file, ["error step=2 call=lookup errno=13 [/etc/passwd]"]);
});

test("an exec that fails behind the gate is reported to start", () => {
  const bad = "/tmp/tsrun-helper-noexec";
  writeFileSync(bad, "\x7fELF nonsense", { mode: 0o755 });
  const ops = [clone(0n), mapped, lookup(bad), gate, exec([bad])];
  const { lines } = perform(ops, "start");
  rmSync(bad);
  assert.equal(lines.slice(1), [
    "stage0 exit 0",
    "created yes",
    "X",
    `error step=4 call=execve errno=8 [${bad}]`,
    "init exit 123",
  ]);
});

test("a signal ends an init that waits at the gate, also the first of a pid namespace", () => {
  const ops = [
    clone(COMMON),
    mapped,
    lookup("true"),
    barrier("ready", "init", "host"),
    gate,
    exec(["true"]),
  ];
  assert.ok(perform(ops, "kill:15").lines.includes("init exit 143"));
});

test("an engine that sends another barrier than the one that is due is refused", () => {
  const ops = [clone(0n), mapped, barrier("placed", "host", "init"), ...program(["true"])];
  const result = perform(ops, "send:1");
  assert.equal(failures(result), ["error step=2 call=protocol errno=71 [placed]"]);
});

test("ids are mapped before init goes on, which is root there and nobody outside", () => {
  const idmap = {
    op: "idmap",
    uids: "0 1000 1\n",
    gids: "0 1000 1\n",
    setgroups: "deny",
    uidTool: [],
    gidTool: [],
  };
  const ops = [clone(COMMON | NEW.user), idmap, mapped, { op: "become", uid: 0, gid: 0 }];
  const result = perform([
    ...ops,
    ...shell("id -u; cat /proc/self/setgroups; grep CapEff /proc/self/status"),
  ]);
  assert.equal(result.out, "0\ndeny\nCapEff:\t000001ffffffffff\n");
});

test("a bad id map is stage 0's failure, and init goes quietly", () => {
  const idmap = {
    op: "idmap",
    uids: "nonsense",
    gids: "0 0 1",
    setgroups: null,
    uidTool: [],
    gidTool: [],
  };
  const result = perform([clone(NEW.user), idmap, mapped, ...program(["true"])]);
  assert.equal(failures(result), ["error step=1 call=write errno=22 [uid_map]"]);
  assert.equal(result.lines.slice(-2), ["stage0 exit 122", "init exit 124"]);
});

test("the subordinate id tool gets the pid and the rest, and its words come back", () => {
  const tool = (script) => ["/bin/sh", script, "tool"];
  const script = join(tmpdir(), "tsrun-helper-tool");
  // The pid is put in front, so the shell takes it as its script: a tool that says so.
  const idmap = {
    op: "idmap",
    uids: "",
    gids: "",
    setgroups: null,
    uidTool: tool(script),
    gidTool: [],
  };
  const result = perform([clone(NEW.user), idmap, mapped, ...program(["true"])]);
  assert.match(
    failures(result)[0],
    /^error step=1 call=execve errno=1 \[\/bin\/sh: 0: cannot open \d+: No such file\]$/,
  );
});

test("offsets of a time namespace are written before init is in it", () => {
  const time = { op: "time-namespace", offsets: "monotonic 1000 0\nboottime 2000 0\n" };
  const result = perform([
    time,
    clone(0n),
    mapped,
    ...program(["cat", "/proc/self/timens_offsets"]),
  ]);
  assert.equal(result.out.replaceAll(/ +/g, " "), "monotonic 1000 0\nboottime 2000 0\n");
});

test("oom-score is inherited when it is set before the clone and written to init when behind", () => {
  for (const order of [(s) => [s, clone(0n)], (s) => [clone(0n), s]]) {
    const ops = [
      ...order({ op: "oom-score", score: 123n }),
      mapped,
      ...program(["cat", "/proc/self/oom_score_adj"]),
    ];
    assert.equal(perform(ops).out, "123\n");
  }
});

test("a namespace that a path does not name is refused", () => {
  const join = { op: "join", type: 0x40000000, path: "/proc/self/ns/uts", later: 0 };
  const result = perform([join, clone(0n), mapped, ...program(["true"])]);
  assert.equal(failures(result), ["error step=0 call=setns errno=22 [/proc/self/ns/uts]"]);
});

test("EPERM is put off only when the plan says so, and never forgotten", () => {
  const ops = [
    { op: "join", type: 0x10000000, path: "/proc/self/ns/user", later: 1 },
    clone(0n),
    mapped,
    ...program(["true"]),
  ];
  // One's own user namespace cannot be entered again (EINVAL), which is not put off.
  assert.equal(failures(perform(ops)), ["error step=0 call=setns errno=22 [/proc/self/ns/user]"]);
});

test("the namespaces of a process are entered through its pidfd", () => {
  const ops = [
    { op: "join-process", pidfd: "pidfd", flags: NEW.uts | NEW.net, root: null },
    clone(0n),
    mapped,
    ...program(["readlink", "/proc/self/ns/uts"]),
  ];
  const bytes = encode(ops, undefined, ["gate", "status", "pidfd"]);
  const result = performBytes(bytes, `pidfd:${process.pid}`);
  assert.equal(failures(result), []);
  assert.match(result.out, /^uts:\[\d+\]\n$/);
});

test("user, groups, umask and capabilities are exactly those of the plan", () => {
  const ops = [
    clone(NEW.pid),
    mapped,
    { op: "umask", mode: 0o27 },
    { op: "bounding", keep: 0x2001n },
    user(1234, 2345, [10, 20]),
    {
      op: "capabilities",
      effective: 0x2000n,
      permitted: 0x2001n,
      inheritable: 0x2000n,
      ambient: 0x2000n,
    },
    ...shell("id -u; id -G; umask; grep Cap /proc/self/status | cut -f2"),
  ];
  assert.equal(perform(ops).out.split("\n"), [
    "1234",
    "2345 10 20",
    "0027",
    "0000000000002000",
    "0000000000002000",
    "0000000000002000",
    "0000000000002001",
    "0000000000002000",
    "",
  ]);
});

test("a capability that cannot be granted is a warning that names it", () => {
  const set = {
    op: "capabilities",
    effective: 1n,
    permitted: (1n << 60n) | 1n,
    inheritable: 0n,
    ambient: 0x20n,
  };
  const result = perform([clone(0n), mapped, set, ...program(["true"])]);
  assert.equal(failures(result), [
    "warning step=2 call=capset errno=1 [60]",
    "warning step=2 call=prctl errno=1 [5]",
  ]);
  assert.ok(result.lines.includes("init exit 0"));
});

test("HOME comes from passwd only when it is missing or empty", () => {
  const home = (env, uid) =>
    perform([clone(0n), mapped, user(uid, uid), ...program(["env"], { env, home: 1, uid })]).out;
  const daemon = readFileSync("/etc/passwd", "utf8").match(/^daemon:[^:]*:1:[^:]*:[^:]*:([^:]*)/m);
  assert.equal(home(["A=1"], 0), "A=1\nHOME=/root\n");
  assert.equal(home(["HOME=", "A=1"], 1), `A=1\nHOME=${daemon[1]}\n`);
  assert.equal(home(["HOME=/x"], 0), "HOME=/x\n");
  assert.equal(home([], 4242), "HOME=/\n");
});

test("the working directory is checked as the user", () => {
  const cwd = (path) => [clone(0n), mapped, { op: "cwd", path, create: 0 }, ...program(["pwd"])];
  assert.equal(perform(cwd("/usr")).out, "/usr\n");
  assert.equal(failures(perform(cwd("/nowhere"))), ["error step=2 call=chdir errno=2 [/nowhere]"]);
});

test("a filter is announced, loaded without privileges over the kernel, and binds the program", () => {
  const filter = refuse(process.arch === "x64" ? 63 : 160, 77); // uname(2)
  const ops = [
    clone(0n),
    mapped,
    user(1000, 1000),
    lookup("uname"),
    { op: "seccomp", filter: "filter", flags: 0n },
    caps(0n),
    exec(["uname"]),
  ];
  const result = performBytes(encode(ops, filter));
  assert.ok(result.lines.includes("before step=4 call=none errno=0 []"));
  assert.equal(failures(result), []);
  assert.equal(result.out, "");
  assert.ok(result.lines.includes("init exit 1"));
});

test("behind a filter only capset, prctl, read, write, close and execve are called", () => {
  if (process.arch !== "x64") return console.log("skipped: the numbers are those of x86-64");
  const ops = EXAMPLES.create.toSpliced(15, 0, { op: "seccomp", filter: "filter", flags: 0n });
  const filter = allowOnly([126, 157, 0, 1, 3, 59]);
  const { lines } = performBytes(encode(ops, filter), ...sends(ops), "start");
  // X and no report: execve was reached and did its work; then the program's first call killed it.
  assert.equal(lines.slice(-3), ["created yes", "X", "init signal 31"]);
});

test("scheduling, io priority, personality and no_new_privs arrive", () => {
  const ops = [
    clone(0n),
    mapped,
    {
      op: "scheduler",
      policy: 3,
      nice: 4n,
      priority: 0,
      flags: 0n,
      runtime: 0n,
      deadline: 0n,
      period: 0n,
    },
    { op: "ioprio", value: (2 << 13) | 6 },
    { op: "personality", persona: 0x0008 },
    { op: "no-new-privileges" },
    ...shell(
      "ionice; uname -m; grep NoNewPrivs /proc/self/status; cut -d' ' -f19,41 /proc/self/stat",
    ),
  ];
  const result = perform(ops);
  assert.match(result.out, /^best-effort: prio 6\ni686\nNoNewPrivs:\t1\n4 3\n$/);
});

const waiting = [lookup("true"), barrier("ready", "init", "host"), gate, exec(["true"])];

test("init cannot be dumped or traced by its own user", () => {
  const { lines } = perform(
    [clone(NEW.pid), mapped, user(1000, 1000), ...waiting],
    "owner",
    "kill:9",
  );
  // The files below /proc/<pid> belong to the user only while the process can be dumped.
  assert.ok(lines.includes("owner 0"));
});

test("an init that waits at the gate takes less than 300 kB", () => {
  if (process.env.SANITIZED) return console.log("skipped: the sanitizers need memory themselves");
  const { lines } = perform([clone(COMMON), mapped, ...waiting], "memory", "kill:9");
  const memory = lines.find((line) => line.startsWith("memory ")) ?? "";
  assert.ok(Number(memory.slice(7)) < 300, `${memory} kB`);
});

/** Runs `use` with the pid of a process that sleeps in new user, pid, net, uts and mount namespaces. */
async function withSleeper(use) {
  const flags = ["--kill-child", "-Urpfun", "--mount-proc", "sleep", "30"];
  const outer = spawn("unshare", flags, { stdio: "ignore" });
  const ended = new Promise((resolve) => outer.on("exit", resolve));
  try {
    const list = `/proc/${outer.pid}/task/${outer.pid}/children`;
    let inner = "";
    for (let i = 0; i < 200 && !isSleep(inner); i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      inner = readFileSync(list, "utf8").trim();
    }
    await use(inner);
  } finally {
    outer.kill("SIGKILL");
    await ended;
  }
}

const isSleep = (pid) => pid !== "" && readFileSync(`/proc/${pid}/comm`, "utf8") === "sleep\n";
const inside = shell(
  "id -u; grep -c . /proc/net/dev; for i in user pid net; do readlink /proc/self/ns/$i; done",
);

function expectInside(result, pid) {
  const names = ["user", "pid", "net"].map((name) => readlinkSync(`/proc/${pid}/ns/${name}`));
  assert.equal(failures(result), []);
  assert.equal(result.out.trim().split("\n"), ["0", "3", ...names]);
}

test("exec: all namespaces of a process are entered through its pidfd, with a new pid in them", () =>
  withSleeper((pid) => {
    const flags = NEW.user | NEW.pid | NEW.net | NEW.uts | NEW.mount;
    const ops = [
      { op: "oom-score", score: 7n },
      { op: "join-process", pidfd: "pidfd", flags, root: null },
      clone(0n),
      mapped,
      { op: "become", uid: 0, gid: 0 },
      ...inside,
    ];
    const bytes = encode(ops, undefined, ["gate", "status", "pidfd"]);
    expectInside(performBytes(bytes, `pidfd:${pid}`), pid);
  }));

test("namespaces by path are all opened before the mount namespace among them is entered", () =>
  withSleeper((pid) => {
    const join = (name, type) => ({ op: "join", type, path: `/proc/${pid}/ns/${name}`, later: 1 });
    const ops = [
      join("mnt", 0x20000),
      join("net", 0x40000000),
      join("pid", 0x20000000),
      join("user", 0x10000000),
      { op: "join-rest" },
      clone(0n),
      mapped,
      { op: "become", uid: 0, gid: 0 },
      ...inside,
    ];
    expectInside(perform(ops), pid);
  }));

test("a cut or changed plan is refused before anything is done", () => {
  const whole = encode(EXAMPLES.create);
  const cut = performBytes(whole.subarray(0, whole.length - 5));
  assert.equal(cut.lines, [
    "error step=-1 call=protocol errno=71 [the plan has another length than it says]",
    "stage0 exit 121",
  ]);
  const other = Uint8Array.from(whole);
  other[4] ^= 1;
  assert.match(performBytes(other).lines[0], /different builds/);
});

test.run();
