// Performs a session with one runtime: what each step printed and how it ended, without what differs
// from run to run.
import { execFileSync, spawnSync } from "node:child_process";
import {
  closeSync,
  openSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";

const LIMIT_MS = 30_000;
const STOPPED_MS = 10_000;

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Objects member by member, everything else replaced. */
function merge(base, changes) {
  if (!isRecord(base) || !isRecord(changes)) return changes;
  const merged = { ...base };
  for (const [key, value] of Object.entries(changes)) merged[key] = merge(base[key], value);
  return merged;
}

const BASE = {
  ociVersion: "1.0.2",
  process: {
    terminal: false,
    user: { uid: 0, gid: 0 },
    args: ["true"],
    env: ["PATH=/bin"],
    cwd: "/",
  },
  root: { path: "rootfs", readonly: false },
  hostname: "session",
  mounts: [{ destination: "/proc", type: "proc", source: "proc" }],
  linux: {
    resources: { devices: [{ allow: false, access: "rwm" }] },
    namespaces: [{ type: "pid" }, { type: "mount" }, { type: "ipc" }, { type: "uts" }],
  },
};

function makeRootfs(path) {
  const busybox = ["/bin/busybox", "/usr/bin/busybox"].find((file) => existsSync(file));
  for (const name of ["bin", "dev", "proc", "sys", "tmp", "etc", "mnt"]) {
    mkdirSync(join(path, name), { recursive: true });
  }
  cpSync(busybox, join(path, "bin/busybox"));
  for (const name of ["sh", "sleep", "true", "false", "id", "pwd", "kill"]) {
    symlinkSync("busybox", join(path, "bin", name));
  }
  writeFileSync(join(path, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
  // What exec refuses although it may be executed.
  writeFileSync(join(path, "bin/lonely"), "#!/nowhere\n", { mode: 0o755 });
  writeFileSync(join(path, "bin/noise"), "\u007fELF, or so", { mode: 0o755 });
}

function writeConfig(bundle, changes) {
  const file = join(bundle, "config.json");
  if (changes === null) rmSync(file, { force: true });
  else if (typeof changes === "string") writeFileSync(file, changes);
  else writeFileSync(file, JSON.stringify(merge(BASE, changes)));
}

/** A record of statistics: its members without the figures, which are compared elsewhere. */
function namesOf(line) {
  const { type, id, data } = JSON.parse(line);
  return JSON.stringify({ type, id, data: Object.keys(data) });
}

/** What a caller can tell an error by: nothing said, one line of the log, help with it, or a warning. */
function classOf(stderr) {
  const lines = stderr.split("\n").filter((line) => line !== "");
  if (lines.length === 0) return "nothing";
  if (lines.every((line) => /level=warn/.test(line))) return "warning";
  if (lines.length === 1) return "one line";
  return lines.some((line) => /level=error/.test(line)) ? "lines with an error" : "lines";
}

/** A runtime in a directory of its own, which `close` removes. */
export class Player {
  #runtime;
  #name;
  #directory = mkdtempSync("/tmp/tsrun-session-");
  #bundle = join(this.#directory, "bundle");
  #id;

  constructor(runtime, id) {
    this.#runtime = runtime;
    this.#name = basename(runtime);
    this.#id = `${id}-${this.#name}`;
    mkdirSync(this.#bundle);
    mkdirSync(join(this.#directory, "root"));
    makeRootfs(join(this.#bundle, "rootfs"));
    writeConfig(this.#bundle, {});
    const process = { ...BASE.process, args: ["sh", "-c", "exit 7"] };
    writeFileSync(join(this.#directory, "process.json"), JSON.stringify(process));
  }

  #words(run) {
    const things = {
      ID: this.#id,
      BUNDLE: this.#bundle,
      PIDFILE: join(this.#directory, "pid"),
      LOG: join(this.#directory, "log"),
      MISSING: join(this.#directory, "missing/root"),
      PROCESS: join(this.#directory, "process.json"),
    };
    return run.map((word) => things[word] ?? word);
  }

  #call(words, input = "") {
    const globals = words.some((word) => word === "--root")
      ? []
      : ["--root", join(this.#directory, "root")];
    const all = words.length === 0 ? [] : [...globals, ...words];
    // Files, not pipes: what create starts keeps its caller's output open.
    const files = ["stdin", "stdout", "stderr"].map((name) => join(this.#directory, name));
    writeFileSync(files[0], input);
    const stdio = [openSync(files[0], "r"), openSync(files[1], "w"), openSync(files[2], "w")];
    const done = spawnSync(this.#runtime, all, { timeout: LIMIT_MS, cwd: this.#bundle, stdio });
    for (const fd of stdio) closeSync(fd);
    if (done.error !== undefined) throw done.error;
    const [stdout, stderr] = files.slice(1).map((file) => readFileSync(file, "utf8"));
    return { status: done.status, stdout, stderr };
  }

  /** Performs one step. */
  step(step) {
    if (step.wait === true) return this.#waitForEnd();
    if ("config" in step) writeConfig(this.#bundle, step.config);
    if (step.empty === true) writeConfig(this.#bundle, null);
    const done = this.#call(this.#words(step.run), step.input);
    const seen = {
      words: step.run.join(" "),
      code: done.status,
      stdout: this.#plain(done.stdout),
      stderr: classOf(done.stderr),
      text: this.#plain(done.stderr),
    };
    const log = join(this.#directory, "log");
    if (step.log === true) {
      seen.stdout += this.#plain(readFileSync(log, "utf8"));
      rmSync(log);
    }
    return seen;
  }

  #waitForEnd() {
    const end = Date.now() + STOPPED_MS;
    while (Date.now() < end) {
      if (this.#call(["state", this.#id]).stdout.includes('"stopped"')) return null;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
    throw new Error(`${this.#name}: ${this.#id} did not stop`);
  }

  /** A text without pids, times, directories and the program's name. */
  #plain(text) {
    return text
      .replaceAll(this.#directory, "DIR")
      .replaceAll(this.#id, "ID")
      .replaceAll(this.#runtime, "PROGRAM")
      .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/g, "TIME")
      .replace(/("pid": ?)[1-9]\d*/g, "$1PID")
      .replace(/("ociVersion": ?)"[^"]*"/g, '$1"VERSION"')
      .replace(/^(ID +)[1-9]\d*( +)/gm, "$1PID$2")
      .replace(/^\[\d+\]/gm, "[PID]")
      .replace(/^\{"type":"stats".*$/gm, namesOf)
      .replace(/^(root +)[1-9]\d*( .*? )\d\d:\d\d /gm, "$1PID$2TIME ")
      .replace(/^ *[1-9]\d*( sleep )/gm, "PID$1")
      .replace(/ {2,}/g, "  ")
      .replace(/ +$/gm, "");
  }

  close() {
    this.#call(["delete", "--force", this.#id]);
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** The version line of a runtime. */
export function versionOf(runtime) {
  return execFileSync(runtime, ["--version"], { encoding: "utf8" }).split("\n")[0];
}
