// Containers for the tests of the shortcuts: small, and each in a root of its own.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(import.meta.dirname, "../../../../..");
/** The program with its shortcuts, and the same one without. */
export const SHORT = join(repository, "dist/bin/tsrun");
export const PLAIN = join(repository, "dist/plain/bin/tsrun");
/** A program in the engine's place that tells its arguments. */
export const STAND_IN = join(repository, "dist/test/front-engine");

/** What a call left. */
export interface Result {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with /dev/null on stdin; output goes to files, since a created container keeps it. */
export function run(command: readonly string[]): Result {
  const [file = "", ...args] = command;
  const base = fs.mkdtempSync(join(tmpdir(), "tsrun-out-"));
  const out = fs.openSync(join(base, "out"), "w+");
  const err = fs.openSync(join(base, "err"), "w+");
  try {
    const done = spawnSync(file, args, {
      stdio: ["ignore", out, err],
      env: { PATH: process.env["PATH"] },
      timeout: 30_000,
      killSignal: "SIGKILL",
    });
    if (done.error !== undefined) throw done.error;
    const read = (name: string): string => fs.readFileSync(join(base, name), "utf8");
    return { status: done.status, signal: done.signal, stdout: read("out"), stderr: read("err") };
  } finally {
    fs.closeSync(out);
    fs.closeSync(err);
    fs.rmSync(base, { recursive: true, force: true });
  }
}

/** What a container is when a test begins with it. */
export type Start = "none" | "created" | "running" | "stopped" | "paused";

/** A state root with its bundle. */
export class Box {
  readonly directory: string;
  readonly root: string;
  readonly id: string;
  readonly #name: string;

  constructor(name: string, id = "box") {
    this.#name = `tsrun-shortcut-${process.pid}-${name}`;
    this.id = id;
    this.directory = fs.mkdtempSync(join(tmpdir(), "tsrun-box-"));
    this.root = join(this.directory, "root");
    fs.mkdirSync(this.root, { mode: 0o700 });
    fs.mkdirSync(join(this.directory, "rootfs/bin"), { recursive: true });
    fs.mkdirSync(join(this.directory, "rootfs/proc"));
    const busybox = spawnSync("sh", ["-c", "command -v busybox"], { encoding: "utf8" });
    fs.copyFileSync(busybox.stdout.trim(), join(this.directory, "rootfs/bin/sleep"));
    this.configure({});
  }

  /** Writes config.json, with these properties over the usual ones. */
  configure(changes: Readonly<Record<string, unknown>>): void {
    const config = {
      ociVersion: "1.0.2",
      process: { user: { uid: 0, gid: 0 }, args: ["/bin/sleep", "1000"], cwd: "/" },
      root: { path: "rootfs" },
      mounts: [{ destination: "/proc", type: "proc", source: "proc" }],
      linux: {
        cgroupsPath: `/${this.#name}/${this.id}`,
        namespaces: [{ type: "pid" }, { type: "mount" }],
      },
      ...changes,
    };
    fs.writeFileSync(join(this.directory, "config.json"), JSON.stringify(config));
  }

  /** argv of a verb. */
  words(program: string, ...verb: readonly string[]): readonly string[] {
    return [program, "--root", this.root, ...verb];
  }

  /** Brings the container into a status. */
  become(start: Start): void {
    this.clear();
    if (start === "none") return;
    this.#expect("create", "--bundle", this.directory, this.id);
    if (start === "created") return;
    this.#expect("start", this.id);
    if (start === "paused") this.#expect("pause", this.id);
    if (start === "stopped") {
      this.#expect("kill", this.id, "KILL");
      const end = Date.now() + 5000;
      while (!this.stateNow().includes('"stopped"'))
        if (Date.now() > end) throw new Error("does not stop");
    }
  }

  #expect(...verb: readonly string[]): void {
    const done = run(this.words(PLAIN, ...verb));
    if (done.status !== 0) throw new Error(`${verb.join(" ")}: ${done.stderr}`);
  }

  /** What the engine says of it. */
  stateNow(): string {
    return run(this.words(PLAIN, "state", this.id)).stdout;
  }

  /** What is left: directories, cgroups, processes. */
  leftovers(): readonly string[] {
    const left = fs.readdirSync(this.root).map((name) => join(this.root, name));
    for (const hierarchy of fs.readdirSync("/sys/fs/cgroup")) {
      const path = join("/sys/fs/cgroup", hierarchy, this.#name);
      if (fs.existsSync(path)) left.push(path);
    }
    if (fs.existsSync(join("/sys/fs/cgroup", this.#name))) left.push(this.#name);
    return left;
  }

  /** Deletes the container by the engine alone. */
  clear(): void {
    run(this.words(PLAIN, "delete", "--force", this.id));
  }

  /** Removes everything. */
  remove(): void {
    this.clear();
    fs.rmSync(this.directory, { recursive: true, force: true });
  }
}
