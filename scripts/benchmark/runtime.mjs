// A runtime under measurement: its verbs, timed by a small C program (c/test/timer.c), because a
// fork of Node costs as much as some verbs do.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const SEPARATOR = "\x1f";
// crun 1.8 takes a host with both hierarchies for one that it does not know.
const HIDE_UNIFIED = [
  "unshare",
  "--mount",
  "sh",
  "-c",
  'umount /sys/fs/cgroup/unified 2>/dev/null; exec "$@"',
  "sh",
];

export class Runtime {
  #timer;
  #lines;
  #errors;
  #count = 0;

  /** `options`: name, program, directory (on a tmpfs), timer (its program), bundles. */
  constructor(options) {
    Object.assign(this, options);
    this.program = realpathSync(this.program);
    this.root = join(this.directory, `${this.name}-root`);
    this.pidFile = join(this.directory, `${this.name}.pid`);
    this.#errors = join(this.directory, `${this.name}.err`);
    mkdirSync(this.root);
    const command = [this.timer, this.#errors];
    this.#timer = this.#start(command, ["pipe", "pipe", "inherit"]);
    this.#lines = createInterface({ input: this.#timer.stdout })[Symbol.asyncIterator]();
  }

  /** A container name that was not used yet. */
  fresh() {
    return `bench-${process.pid}-${this.name}-${this.#count++}`;
  }

  words(...verb) {
    return [this.program, "--root", this.root, ...verb];
  }

  #start(command, stdio) {
    const [file, ...args] = this.name === "crun" ? [...HIDE_UNIFIED, ...command] : command;
    return spawn(file, args, { stdio });
  }

  /** Starts a verb behind a command (`strace`) and returns the process. */
  start(verb, before = []) {
    return this.#start([...before, ...this.words(...verb)], "ignore");
  }

  /** Evicts files from the page cache. */
  async evict(files) {
    await this.#ask(["/", "!", ...files]);
  }

  /**
   * Runs a verb (`copies` of it at once, % stands for the number) and returns what it cost:
   * milliseconds of wall and CPU time, peak RSS in kB. `expect`: allowed exit status.
   */
  async call(verb, { copies = 1, expect = 0 } = {}) {
    const many = copies === 1 ? [] : [`&${copies}`];
    const answer = await this.#ask(["/", ...many, ...this.words(...verb)]);
    const [status, wall, user, system, rss] = answer.split(" ").map(Number);
    if (status !== expect << 8)
      throw new Error(`${this.name} ${verb.join(" ")}: status ${status}\n${this.#said()}`);
    return { wall: wall / 1e6, cpu: (user + system) / 1e3, rss };
  }

  async #ask(words) {
    this.#timer.stdin.write(`${words.join(SEPARATOR)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the timer of ${this.name} ended\n${this.#said()}`);
    return value;
  }

  #said() {
    try {
      return readFileSync(this.#errors, "utf8").slice(-2000);
    } catch {
      return "";
    }
  }

  create(id, bundle = this.bundles.sleep) {
    return this.call(["create", "--bundle", bundle, "--pid-file", this.pidFile, id]);
  }

  /** The pid of the container that was created last. */
  pid() {
    return Number(readFileSync(this.pidFile, "utf8"));
  }

  /** Ends the timer. */
  async close() {
    this.#timer.stdin.end();
    await this.#lines.next();
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Waits until a process has ended (a zombie has). */
export async function ended(pid) {
  for (;;) {
    let stat;
    try {
      stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    } catch {
      return;
    }
    const state = stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
    if (state === "Z" || state === "X") return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
