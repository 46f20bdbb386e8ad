// Takes a container through every verb, each under strace, and counts.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { defineBundle } from "../harness/define.ts";
import { layOut } from "../harness/perform.ts";
import { Runtime } from "../harness/runtime.ts";
import { sleep } from "../harness/sleep.ts";
import type { Test } from "../harness/test.ts";
import type { Verb } from "./budgets.ts";
import { partsOf } from "./processes.ts";
import { STRACE } from "./run.ts";
import { numberOf } from "./effects.ts";
import { memberOf, parseTrace, textOf } from "./strace.ts";
import type { Call } from "./strace.ts";

/** What was counted. */
export interface Measured {
  readonly calls: Readonly<Record<Verb, Readonly<Record<string, number>>>>;
  readonly files: Readonly<Record<Verb, readonly string[]>>;
  /** kB. */
  readonly memory: Readonly<Record<string, number>>;
}

const sleeper = defineBundle({
  name: "budget",
  title: "what is counted",
  oracle: { none: "budgets are tsrun's own" },
  config: { process: { args: ["sleep", "1000"] } },
  check: () => undefined,
});

/** A verb under strace. */
class Traced {
  readonly #file: string;
  readonly #process: ChildProcess;
  readonly #over: Promise<unknown>;

  constructor(test: Test, name: string, verb: readonly string[]) {
    this.#file = join(dirname(test.runtime.root), `${name}.trace`);
    const command = test.runtime.command(verb);
    this.#process = spawn("strace", [...STRACE, "-o", this.#file, ...command], { stdio: "ignore" });
    this.#over = once(this.#process, "exit");
  }

  async calls(): Promise<readonly Call[]> {
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), 20_000);
    await this.#over;
    clearTimeout(timer);
    return parseTrace(readFileSync(this.#file, "utf8"));
  }
}

function until(what: string, holds: () => boolean): void {
  for (let tries = 0; tries < 400; tries++) {
    if (holds()) return;
    sleep(25);
  }
  throw new Error(`waited in vain: ${what}`);
}

function hasStatus(test: Test, status: string): boolean {
  const { stdout } = test.runtime.call(["state", test.place.id]);
  return stdout.includes(`"status": "${status}"`);
}

/** The same name for the same file, wherever it is. */
function nameOf(path: string, test: Test): string {
  const { place, runtime } = test;
  if (/\/lib[^/]*\.so(?:\.\d+)*$/.test(path))
    return `a library: ${basename(path).split(".so")[0] ?? ""}`;
  return path
    .replace(join(runtime.root, place.id), "STATE")
    .replace(runtime.root, "ROOT")
    .replace(place.bundle, "BUNDLE")
    .replace(dirname(dirname(runtime.program)), "PREFIX")
    .replace(/^\/proc\/\d+\//, "/proc/PID/")
    .replace(/\.\d+$/, ".PID")
    .replace(/^\/sys\/fs\/cgroup\/.*\/([^/]*)$/, "a cgroup: $1");
}

function pathOf(call: Call): string | null {
  if (call.error !== null || !/^open(?:at2?)?$/.test(call.name)) return null;
  const path = textOf(call.args[call.name === "open" ? 0 : 1] ?? "");
  return path.startsWith("/") ? path : (/^\d+<([^>]*)>/.exec(call.result)?.[1] ?? path);
}

const O_DIRECTORY = 0o200000n;

/** Directories of cgroups are opened for the files in them, which count. */
function isCgroupDirectory(call: Call): boolean {
  const how = call.args[call.name === "open" ? 1 : 2] ?? "0";
  const flags = numberOf(call.name === "openat2" ? memberOf(how, "flags") : how);
  return (flags & O_DIRECTORY) !== 0n && (pathOf(call) ?? "").startsWith("/sys/fs/cgroup/");
}

function filesOf(calls: readonly Call[], test: Test): readonly string[] {
  const paths = calls.flatMap((call) => {
    const path = pathOf(call);
    return path === null || isCgroupDirectory(call) ? [] : [nameOf(path, test)];
  });
  return [...new Set(paths)].toSorted();
}

/** Private memory of a process, kB. */
function privateOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const sizes = [...text.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB$/gm)];
  return sizes.reduce((sum, [, size]) => sum + Number(size), 0);
}

function residentOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1]);
}

/** RSS of what stays beside a foreground run, kB. */
async function attendant(test: Test): Promise<number> {
  const verb = ["run", "--bundle", test.place.bundle, test.place.id];
  const [file = "", ...words] = test.runtime.command(verb);
  const run = spawn(file, words, { stdio: "ignore" });
  const over = once(run, "exit");
  const pid = run.pid ?? -1;
  until("a container that runs", () => hasStatus(test, "running"));
  until("the attendant", () => readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("attend"));
  const size = residentOf(pid);
  test.runtime.call(["kill", test.place.id, "KILL"]);
  await over;
  return size;
}

/** @throws Error when a verb fails */
export async function measure(program: string, directory: string): Promise<Measured> {
  copyFileSync("/bin/busybox", join(directory, "busybox"));
  const test = layOut(sleeper, directory, new Runtime(program, join(directory, "run")));
  const { id, bundle } = test.place;
  const traces = new Map<Verb, readonly Call[]>();
  const memory: Record<string, number> = {};
  const trace = async (name: Verb, verb: readonly string[]): Promise<void> => {
    traces.set(name, await new Traced(test, name, verb).calls());
  };
  try {
    const create = new Traced(test, "create", ["create", "--bundle", bundle, id]);
    until("a container that is created", () => hasStatus(test, "created"));
    memory["the init that waits for start"] = privateOf(test.pid);
    await trace("state", ["state", id]);
    await trace("start", ["start", id]);
    until("the program", () => hasStatus(test, "running"));
    await trace("kill", ["kill", id, "CONT"]);
    await trace("exec", ["exec", id, "/bin/true"]);
    test.runtime.call(["kill", id, "KILL"]);
    traces.set("create", await create.calls());
    until("the end", () => hasStatus(test, "stopped"));
    await trace("delete", ["delete", id]);
    memory["the attendant of a foreground run"] = await attendant(test);
    test.configure({ process: { args: ["true"] } });
    await trace("run", ["run", "--bundle", bundle, id]);
  } finally {
    test.finish();
  }
  const verbs = [...traces];
  return {
    calls: Object.fromEntries(
      verbs.map(([verb, calls]) => [verb, countsOf(calls)]),
    ) as Measured["calls"],
    files: Object.fromEntries(
      verbs.map(([verb, calls]) => [verb, filesOf(partsOf(calls).host, test)]),
    ) as Measured["files"],
    memory,
  };
}

function countsOf(calls: readonly Call[]): Readonly<Record<string, number>> {
  const parts = partsOf(calls);
  return Object.fromEntries(Object.entries(parts).map(([who, some]) => [who, some.length]));
}
