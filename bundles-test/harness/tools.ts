// Small C programs that checks need, compiled at their first use.
import { execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Test } from "./test.ts";

const libraries: { readonly [name: string]: readonly string[] } = { terminal: ["-lutil"] };

/** Path of a tool, `harness/NAME.c` compiled. @throws Error when the compiler fails. */
export function tool(t: Test, name: "terminal" | "exchange"): string {
  const source = join(dirname(t.place.source), "harness", `${name}.c`);
  const target = join(dirname(t.place.bundle), `${name}.tool`);
  if (!existsSync(target))
    execFileSync("gcc", ["-O1", "-o", target, source, ...(libraries[name] ?? [])]);
  return target;
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
