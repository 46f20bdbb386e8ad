// What systemd says of the units of containers.
import { execFileSync } from "node:child_process";
import type { CallOptions } from "./runtime.ts";

/** The driver's flag, for every call that makes a container. */
export const driver: CallOptions = { globals: ["--systemd-cgroup"] };

/** Runs systemctl; its output without the last newline. */
export function systemctl(...words: readonly string[]): string {
  return execFileSync("systemctl", words, { encoding: "utf8" }).trimEnd();
}

/** Properties of a unit, `Name=value` each, in the order that is asked for. */
export function shown(unit: string, ...names: readonly string[]): readonly string[] {
  return names.map((name) => `${name}=${systemctl("show", "--value", `--property=${name}`, unit)}`);
}

/** True when systemd does not know the unit, neither running nor failed. */
export function forgotten(unit: string): boolean {
  return shown(unit, "LoadState")[0] === "LoadState=not-found";
}
