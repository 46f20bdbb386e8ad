// A service manager beside a check, and a service of it inside the container.
import { chmodSync, copyFileSync } from "node:fs";
import type { Test } from "./test.ts";
import { beside, tool } from "./tools.ts";

/** Puts `/bin/manager` into the root: `manager send MESSAGE...`. */
export function bringService(t: Test): void {
  copyFileSync(tool("manager"), t.inside("bin/manager"));
  chmodSync(t.inside("bin/manager"), 0o755);
}

/** A manager that listens. */
export interface Manager {
  readonly path: string;
  /** Variables for the runtime. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => void;
  /** What it was told, a line each. */
  readonly told: () => readonly string[];
}

/** Starts one at `beside(name)`, its output in `NAME.told`; with `hold` it acknowledges no barrier. */
export function manager(t: Test, name: string, how: "listen" | "hold" = "listen"): Manager {
  const path = t.beside(name);
  const told = `${path}.told`;
  const { pid } = beside(t, [
    "sh",
    "-c",
    'exec "$1" "$2" "$3" >"$4"',
    "sh",
    tool("manager"),
    how,
    path,
    told,
  ]);
  t.wait(() => t.exists(path), "the manager listens");
  return {
    path,
    env: { PATH: process.env["PATH"] ?? "", NOTIFY_SOCKET: path },
    stop: () => void process.kill(pid, "SIGKILL"),
    told: () => (t.read(told) ?? "").split("\n").slice(0, -1),
  };
}
