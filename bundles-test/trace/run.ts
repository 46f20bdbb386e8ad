// Runs a whole life of a container with its create under strace.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, copyFileSync, openSync, readFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import type { Bundle } from "../harness/define.ts";
import { layOut } from "../harness/perform.ts";
import { Runtime } from "../harness/runtime.ts";
import { sleep } from "../harness/sleep.ts";
import type { Test } from "../harness/test.ts";

/** Numbers instead of names, descriptors with what they are, pids as we see them. */
export const STRACE: readonly string[] =
  "-f -y -X raw -e abbrev=!execve,execveat --decode-pids=pidns -s 65536".split(" ");

/** Why nothing can be traced here, or null. */
export function whyNoTrace(): string | null {
  if (process.getuid?.() !== 0) return "needs root";
  const tried = spawnSync("strace", [...STRACE, "-o", "/dev/null", "true"], { encoding: "utf8" });
  if (tried.error !== undefined) return `strace: ${tried.error.message}`;
  return tried.status === 0 ? null : `strace is not permitted: ${tried.stderr.trim()}`;
}

/** A life that was traced. */
export interface Life {
  readonly plan: string;
  readonly trace: string;
  readonly test: Test;
  /** The files behind stdout and stderr. */
  readonly outputs: readonly string[];
}

async function within<T>(what: string, milliseconds: number, event: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited in vain: ${what}`)), milliseconds);
  });
  try {
    return await Promise.race([event, late]);
  } finally {
    clearTimeout(timer);
  }
}

function succeed(result: { readonly status: number; readonly stderr: string }): void {
  if (result.status !== 0) throw new Error(result.stderr);
}

/** Waits until the container is as it should be; a trace makes everything slower. */
function await_(test: Test, status: string): void {
  for (let tries = 0; tries < 300; tries++) {
    const { stdout } = test.runtime.call(["state", test.place.id]);
    if (stdout.includes(`"status": "${status}"`)) return;
    sleep(50);
  }
  throw new Error(`never ${status}`);
}

/**
 * Lays the bundle out, prints its plan, creates it under strace, lets it end and deletes it.
 * strace lives as long as init does, so it is waited for at the end.
 * @throws Error when a verb fails
 */
export async function live(bundle: Bundle, program: string, directory: string): Promise<Life> {
  copyFileSync("/bin/busybox", join(directory, "busybox"));
  const test = layOut(bundle, directory, new Runtime(program, join(directory, "run")));
  const { place, runtime } = test;
  const planned = runtime.call(["plan", "--json", "--bundle", place.bundle, place.id]);
  succeed(planned);
  const trace = join(directory, "trace");
  const outputs = ["out", "err"].map((name) => join(directory, name));
  const fds = [openSync("/dev/null", "r"), ...outputs.map((path) => openSync(path, "w"))];
  const command = runtime.command(["create", "--bundle", place.bundle, place.id]);
  const strace = spawn("strace", [...STRACE, "-o", trace, ...command], {
    stdio: fds,
    env: { PATH: process.env["PATH"] ?? "" },
  });
  for (const fd of fds) closeSync(fd);
  try {
    const over = once(strace, "exit");
    await_(test, "created");
    succeed(runtime.call(["start", place.id]));
    await_(test, "stopped");
    succeed(runtime.call(["delete", place.id]));
    await within("the end of strace", 20_000, over);
  } finally {
    test.finish();
    strace.kill("SIGKILL");
  }
  return { plan: planned.stdout, trace: readFileSync(trace, "utf8"), test, outputs };
}
