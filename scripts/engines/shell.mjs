// Running programs and waiting, synchronously: the cases come one after the other anyway.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, openSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** How many times slower than usual this machine is; time limits are multiplied. */
export const slow = Number(process.env.TSRUN_TEST_SLOW ?? "1");
// Far beyond what anything takes: a busy machine is no failure.
const LIMIT_MS = 180_000 * slow;
const WAIT_S = 120 * slow;
const DIRECTORIES = `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin`.split(":");

/** Path of a program, or undefined. */
export function find(program) {
  return DIRECTORIES.map((directory) => resolve(directory, program)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Waits so many milliseconds. */
export function sleep(time_ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, time_ms);
}

/** Waits until `test` is true. @throws Error after two minutes. */
export function until(test, what) {
  const end = Date.now() + WAIT_S * 1000;
  while (!test()) {
    if (Date.now() > end) throw new Error(`no ${what} after ${WAIT_S} s`);
    sleep(50 * slow);
  }
}

/** Runs a program to its end: status, trimmed stdout and stderr, and how to name it in an error. */
export function run(words, options = {}) {
  const done = spawnSync(find(words[0]) ?? words[0], words.slice(1), {
    encoding: "utf8",
    timeout: LIMIT_MS,
    killSignal: "SIGKILL",
    stdio: ["ignore", "pipe", "pipe"],
    ...options,
  });
  if (done.error !== undefined) throw new Error(`${words.join(" ")}: ${done.error.message}`);
  const [out, err] = [done.stdout.trim(), done.stderr.trim()];
  return {
    status: done.status,
    out,
    err,
    said: `${words.join(" ")}: ${done.status}: ${out} ${err}`,
  };
}

/** Runs a program on a terminal of its own. */
export function runOnTerminal(words, options = {}) {
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const done = run(["script", "-qec", quoted, "/dev/null"], options);
  return { ...done, out: done.out.replaceAll("\r", "") };
}

/** Starts a daemon that writes to a log; the answer stops it by its pid and waits for it. */
export function startDaemon(words, log, env = process.env) {
  const output = openSync(log, "a");
  const path = find(words[0]) ?? words[0];
  const child = spawn(path, words.slice(1), { stdio: ["ignore", output, output], env });
  const { pid } = child;
  const ended = () => {
    try {
      // Nobody collects it while this program does not return to its loop: a zombie has ended.
      return readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "")[0] === "Z";
    } catch {
      return true;
    }
  };
  const stop = () => {
    if (!ended()) process.kill(pid, "SIGTERM");
    try {
      until(ended, `end of ${words[0]}`);
    } catch {
      process.kill(pid, "SIGKILL");
      until(ended, `end of ${words[0]} when killed`);
    }
  };
  return {
    pid,
    ended,
    stop,
    text: () => readFileSync(log, "utf8").split("\n").slice(-6).join("\n"),
  };
}

/**
 * Runs a program to its end with this one's output; answers its status. When this program is told to
 * end, or killed, the other is killed: one that unshare started takes all of its namespace with it.
 */
export async function runAttached(words) {
  const child = spawn("setpriv", ["--pdeathsig", "KILL", ...words], { stdio: "inherit" });
  const end = () => child.kill("SIGKILL");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
  const [status] = await once(child, "exit");
  return status ?? 1;
}
