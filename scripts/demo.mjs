// Makes a bundle of busybox, runs it, and shows what a container is: inside and outside, side by
// side. RUNTIME= names another runtime than dist/bin/tsrun.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { hostname, tmpdir, totalmem } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const runtime = resolve(process.env.RUNTIME ?? join(project, "dist/bin/tsrun"));
const MIB = 1024 * 1024;
const MEMORY_LIMIT = 64 * MIB;
const QUOTA_US = 25_000;
const PERIOD_US = 100_000;
const MEASURE_MS = 1000;
const NAMESPACES = ["mnt", "pid", "net", "uts", "ipc", "user", "cgroup", "time"];
const ADDED = "10.0.0.7 added-inside";

// --- printing, in 80 columns ---------------------------------------------------------------------

const colour = fs.fstatSync(1).isCharacterDevice() && process.env.NO_COLOR === undefined;
const paint = (code, text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);

function print(line = "") {
  fs.writeSync(1, `${line}\n`);
}

function heading(question, answer) {
  const gap = " ".repeat(Math.max(2, 80 - question.length - answer.length));
  print();
  print(paint("1", question) + gap + paint("1;32", answer));
}

function row(what, container, host, style = "0") {
  print(paint(style, `  ${what.padEnd(24)}${container.padEnd(27)}${host}`.trimEnd()));
}

const columns = () => row("", "container", "host", "2");

// --- a bundle ------------------------------------------------------------------------------------

const read = (path) => fs.readFileSync(path, "utf8").trim();
/** The same of a file that need not be there: a minimal system has no /etc/hosts. */
const readIfThere = (path) => (fs.existsSync(path) ? read(path) : "");

function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function until(condition, what) {
  for (const end = Date.now() + 20_000; !condition(); sleep(5)) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
  }
}

function findBusybox() {
  const path = ["/bin/busybox", "/usr/bin/busybox"].find((name) => fs.existsSync(name));
  if (path === undefined) throw new Error("busybox is missing: apt-get install busybox-static");
  return path;
}

function makeRoot(root) {
  for (const name of ["bin", "dev", "proc", "sys", "tmp", "etc"])
    fs.mkdirSync(join(root, name), { recursive: true });
  fs.copyFileSync(findBusybox(), join(root, "bin/busybox"));
  fs.chmodSync(join(root, "bin/busybox"), 0o755);
  for (const name of ["sh", "sleep", "cat", "echo", "grep", "hostname", "ls", "tail", "wc"])
    fs.symlinkSync("busybox", join(root, "bin", name));
  fs.writeFileSync(join(root, "etc/hosts"), "127.0.0.1 localhost\n");
}

function configuration(id, args, resources) {
  const capabilities = ["CAP_CHOWN", "CAP_KILL", "CAP_SETGID", "CAP_SETUID"];
  const [bounding, effective, permitted] = [capabilities, capabilities, capabilities];
  const safe = ["nosuid", "noexec", "nodev"];
  return {
    ociVersion: "1.0.2",
    process: {
      args,
      cwd: "/",
      env: ["PATH=/bin"],
      user: { uid: 0, gid: 0 },
      capabilities: { bounding, effective, permitted },
      noNewPrivileges: true,
    },
    root: { path: "rootfs" },
    hostname: "demo-container",
    mounts: [
      { destination: "/proc", type: "proc", source: "proc", options: safe },
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755"] },
      { destination: "/sys", type: "sysfs", source: "sysfs", options: [...safe, "ro"] },
    ],
    linux: {
      cgroupsPath: `/${id}`,
      namespaces: ["pid", "network", "ipc", "uts", "mount"].map((type) => ({ type })),
      resources: { devices: [{ allow: false, access: "rwm" }], ...resources },
      maskedPaths: ["/proc/kcore", "/sys/firmware"],
      readonlyPaths: ["/proc/sys", "/proc/sysrq-trigger"],
    },
  };
}

/** The bundle, and containers of it. */
class Demo {
  directory = fs.mkdtempSync(join(tmpdir(), "tsrun-demo-"));
  bundle = join(this.directory, "bundle");
  ids = [];

  constructor() {
    makeRoot(join(this.bundle, "rootfs"));
  }

  #call(verb, stdio = ["ignore", "pipe", "pipe"]) {
    const args = ["--root", join(this.directory, "state"), ...verb];
    return spawnSync(runtime, args, { encoding: "utf8", stdio, timeout: 60_000 });
  }

  /** A verb that must succeed; its output. */
  verb(...words) {
    const done = this.#call(words);
    if (done.error !== undefined) throw done.error;
    if (done.status !== 0) throw new Error(`${words.join(" ")}: ${done.stderr.trim()}`);
    return done.stdout.trim();
  }

  #configure(name, args, resources) {
    const id = `${basename(this.directory)}-${name}`;
    const config = configuration(id, args, resources);
    fs.writeFileSync(join(this.bundle, "config.json"), JSON.stringify(config, null, 2));
    this.ids.push(id);
    return id;
  }

  /** Starts a container; its id, its process, and the file that it writes to. */
  start(name, args, resources = {}) {
    const id = this.#configure(name, args, resources);
    const output = join(this.directory, `${name}.out`);
    const file = fs.openSync(output, "a");
    const done = this.#call(["create", "--bundle", this.bundle, id], ["ignore", file, file]);
    fs.closeSync(file);
    if (done.status !== 0) throw new Error(`create: ${read(output)}`);
    this.verb("start", id);
    return { id, pid: JSON.parse(this.verb("state", id)).pid, output };
  }

  /** Runs a container in the foreground; its exit status. */
  run(name, args, resources) {
    const id = this.#configure(name, args, resources);
    return this.#call(["run", "--bundle", this.bundle, id], "ignore").status;
  }

  inside({ id }, script) {
    return this.verb("exec", id, "sh", "-c", script);
  }

  end() {
    for (const id of this.ids) this.#call(["delete", "--force", id]);
    fs.rmSync(this.directory, { recursive: true, force: true });
  }
}

// --- cgroups, wherever they are ------------------------------------------------------------------

/** Directory of a process in the hierarchy that has a controller. */
function cgroupOf(pid, controller) {
  const mounts = read("/proc/self/mountinfo").split("\n");
  const entries = read(`/proc/${pid}/cgroup`)
    .split("\n")
    .map((line) => line.split(":"));
  const v1 = entries.find(([, names]) => names.split(",").includes(controller));
  const [, , ...path] = v1 ?? entries.find(([number]) => number === "0") ?? [];
  const wanted = ([type, , options]) =>
    v1 === undefined
      ? type === "cgroup2"
      : type === "cgroup" && options.split(",").includes(controller);
  const mount = mounts.find((line) => wanted(line.split(" - ")[1].split(" ")));
  if (mount === undefined) throw new Error(`no cgroup hierarchy with ${controller} is mounted`);
  return { version: v1 === undefined ? 2 : 1, path: join(mount.split(" ")[4], path.join(":")) };
}

function oomKills({ version, path }) {
  const file = version === 1 ? "memory.oom_control" : "memory.events";
  return Number(/^oom_kill (\d+)$/m.exec(read(join(path, file)))?.[1]);
}

/** Processor time in microseconds. */
function cpuTime({ version, path }) {
  if (version === 1) return Number(read(join(path, "cpuacct.usage"))) / 1000;
  return Number(/^usage_usec (\d+)$/m.exec(read(join(path, "cpu.stat")))?.[1]);
}

function share(used) {
  const [before, begin] = [used(), performance.now()];
  sleep(MEASURE_MS);
  return ((used() - before) / 1000 / (performance.now() - begin)) * 100;
}

/** Processor time of one process in microseconds, from /proc. */
function processTime(pid) {
  const fields = read(`/proc/${pid}/stat`).split(") ")[1].split(" ");
  return ((Number(fields[11]) + Number(fields[12])) / 100) * 1_000_000;
}

// --- the questions -------------------------------------------------------------------------------

function askName(demo, box) {
  const inside = demo.inside(box, "hostname");
  heading("Does the container have the host's name?", inside === hostname() ? "yes" : "no");
  columns();
  row("hostname", inside, hostname());
}

function askPids(demo, box) {
  const [own, count] = demo
    .inside(box, "cat /proc/1/comm; ls /proc | grep -c '^[0-9]'")
    .split("\n");
  const inside = /^NSpid:.*\t(\d+)$/m.exec(read(`/proc/${box.pid}/status`))?.[1];
  const processes = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)).length;
  heading("Do PIDs collide?", inside === String(box.pid) ? "yes" : "no");
  columns();
  row("the same process", `PID ${inside}`, `PID ${box.pid}`);
  row("what PID 1 is there", own, read("/proc/1/comm"));
  row("processes to be seen", count, String(processes));
}

function askHosts(demo, box) {
  demo.inside(box, `echo '${ADDED}' >> /etc/hosts`);
  const lines = (text) => (text === "" ? 0 : text.trim().split("\n").length);
  const inside = demo.inside(box, "cat /etc/hosts");
  const outside = readIfThere("/etc/hosts");
  const found = (text) => (text.includes(ADDED) ? "there" : "not there");
  heading("Is /etc/hosts shared?", outside.includes(ADDED) ? "yes" : "no");
  columns();
  row("lines", String(lines(inside)), String(lines(outside)));
  row(`"${ADDED}"`, found(inside), found(outside));
}

function showMemory(demo) {
  // Without a limit on swap the hog would fill that first.
  const swaps = read("/proc/swaps").includes("\n");
  const resources = { memory: { limit: MEMORY_LIMIT, ...(swaps ? { swap: MEMORY_LIMIT } : {}) } };
  // A file that never ends, held in memory to its last line.
  const script = "tail /dev/zero; echo $?; sleep 600";
  const hog = demo.start("memory", ["sh", "-c", script], resources);
  const cgroup = cgroupOf(hog.pid, "memory");
  until(() => fs.readFileSync(hog.output, "utf8").includes("\n"), "the memory hog ended");
  const status = demo.run("foreground", ["tail", "/dev/zero"], resources);
  row(
    "memory limit",
    `${MEMORY_LIMIT / MIB} MiB`,
    `${Math.round(totalmem() / MIB)} MiB, all there is`,
  );
  row("a memory hog", `oom_kill ${oomKills(cgroup)}`, "not touched");
  row("  ends with", `exit ${status}`, "");
}

function showProcessor(demo) {
  const loop = ["sh", "-c", "while :; do :; done"];
  const busy = demo.start("processor", loop, { cpu: { quota: QUOTA_US, period: PERIOD_US } });
  const cgroup = cgroupOf(busy.pid, "cpu");
  const usage = cgroup.version === 1 ? cgroupOf(busy.pid, "cpuacct") : cgroup;
  const inside = share(() => cpuTime(usage));
  demo.verb("delete", "--force", busy.id);
  const free = spawn(findBusybox(), loop, { stdio: "ignore" });
  let outside;
  try {
    outside = share(() => processTime(free.pid));
  } finally {
    free.kill("SIGKILL");
  }
  row("CPU quota", `${(QUOTA_US / PERIOD_US) * 100} %`, "none");
  row("  a busy loop gets", `${inside.toFixed(1)} %`, `${outside.toFixed(1)} %`);
}

function askLimits(demo) {
  heading("Who limits CPU and memory?", "the kernel, by the cgroup");
  columns();
  showMemory(demo);
  showProcessor(demo);
}

function askNamespaces(box) {
  const link = (pid, name) => {
    const path = `/proc/${pid}/ns/${name}`;
    return fs.existsSync(path) ? fs.readlinkSync(path).replace(/^.*\[|\]$/g, "") : undefined;
  };
  const kinds = NAMESPACES.filter((name) => link("self", name) !== undefined);
  const own = kinds.filter((name) => link(box.pid, name) !== link("self", name));
  heading(
    "Which namespaces are its own?",
    `${own.length} own, ${kinds.length - own.length} shared`,
  );
  columns();
  for (const name of kinds) {
    const kind = own.includes(name) ? "own" : "shared";
    row(`${name.padEnd(8)}${kind}`, link(box.pid, name), link("self", name));
  }
}

function main() {
  if (process.getuid() !== 0) throw new Error("the demo needs root");
  const version = execFileSync(runtime, ["--version"], { encoding: "utf8" }).split("\n")[0];
  const demo = new Demo();
  try {
    const box = demo.start("box", ["sleep", "600"]);
    print(paint("1", `A container of busybox, run by ${version}`));
    print(paint("2", `$ ${basename(runtime)} create --bundle ${demo.bundle} ${box.id}`));
    print(paint("2", `$ ${basename(runtime)} start ${box.id}`));
    askName(demo, box);
    askPids(demo, box);
    askHosts(demo, box);
    askLimits(demo);
    askNamespaces(box);
    print();
  } finally {
    demo.end();
  }
}

try {
  main();
} catch (error) {
  fs.writeSync(2, `demo: ${error.message}\n`);
  process.exitCode = 1;
}
