// Values in the cgroup of a container, while it lives and after.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hierarchies } from "./host.ts";

/** The v1 cgroup directory of a process for a controller. @throws Error when there is none. */
export function cgroupOf(pid: number, controller: string): string {
  const line = readFileSync(`/proc/${pid}/cgroup`, "utf8")
    .split("\n")
    .find((entry) => (entry.split(":")[1] ?? "").split(",").includes(controller));
  const mount = hierarchies().find((entry) => entry.words.includes(controller))?.mount;
  if (line === undefined || mount === undefined) throw new Error(`no controller ${controller}`);
  return join(mount, line.split(":").slice(2).join(":"));
}

/** Text of a cgroup file without its newline. */
export function value(directory: string, file: string): string {
  return readFileSync(join(directory, file), "utf8").trim();
}

/** True when the kernel has the file. */
export function has(directory: string, file: string): boolean {
  return existsSync(join(directory, file));
}

/** True where the host has cgroup v2 alone. */
export function onlyV2(): boolean {
  return hierarchies().every((entry) => entry.version === 2);
}

/** Value in the cgroup of a process: of a v1 controller's file, or of the v2 file. */
export function limitOf(pid: number, controller: string, v1: string, v2: string): string {
  if (!onlyV2()) return value(cgroupOf(pid, controller), v1);
  const path = readFileSync(`/proc/${pid}/cgroup`, "utf8").trim().slice("0::".length);
  return value(join(hierarchies()[0]?.mount ?? "", path), v2);
}
