// Small C programs that checks need; the build makes them.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "./load.ts";
import type { Test } from "./test.ts";

/** Path of a tool, `harness/NAME.c` compiled. */
export function tool(
  name: "terminal" | "exchange" | "agent" | "calls" | "manager" | "huge" | "ramdisk" | "tracer",
): string {
  return join(project, "dist/test", name);
}

/** A program that runs beside a check. */
export interface Beside {
  readonly pid: number;
  /** What it wrote so far, standard error included. */
  readonly output: () => string;
}

/** Starts a program that is ended after the check; its input is a text, or nothing. */
export function beside(t: Test, command: readonly string[], input = ""): Beside {
  const name = t.beside(`beside-${Math.random().toString(36).slice(2)}`);
  t.write(`${name}.in`, input);
  const out = openSync(`${name}.out`, "a");
  const [file = "", ...args] = command;
  const from = openSync(`${name}.in`, "r");
  const child = spawn(file, args, { stdio: [from, out, out] });
  closeSync(out);
  closeSync(from);
  t.later(() => void child.kill("SIGKILL"));
  return { pid: child.pid ?? 0, output: () => readFileSync(`${name}.out`, "utf8") };
}
