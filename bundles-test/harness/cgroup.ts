// Values in the cgroup of a container, while it lives and after; on v1 and on v2.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hierarchies } from "./host.ts";
import type { Hierarchy } from "./host.ts";

/** Where a controller is: its v1 hierarchy, else the unified one. @throws Error without both */
export function hierarchyOf(controller: string): Hierarchy {
  const all = hierarchies();
  const found =
    all.find(({ version, words }) => version === 1 && words.includes(controller)) ??
    all.find(({ version }) => version === 2);
  if (found === undefined) throw new Error(`no controller ${controller}`);
  return found;
}

/** What is true of a controller on v1, or what is true on v2. */
export function either<T>(controller: string, v1: T, v2: T): T {
  return hierarchyOf(controller).version === 1 ? v1 : v2;
}

/** The hierarchies that every container has a cgroup in: those of v1, or the unified one alone. */
export function mainHierarchies(): readonly Hierarchy[] {
  const v1 = hierarchies().filter(({ version }) => version === 1);
  return v1.length > 0 ? v1 : hierarchies();
}

/** The cgroup directory of a process for a controller. @throws Error when there is none. */
export function cgroupOf(pid: number, controller: string): string {
  const { mount, version } = hierarchyOf(controller);
  const line = readFileSync(`/proc/${pid}/cgroup`, "utf8")
    .split("\n")
    .find((entry) =>
      version === 2
        ? entry.startsWith("0::")
        : (entry.split(":")[1] ?? "").split(",").includes(controller),
    );
  if (line === undefined) throw new Error(`no controller ${controller}`);
  return join(mount, line.split(":").slice(2).join(":"));
}

/** On v2, lets the children of the root have these controllers; v1 needs nothing. */
export function enable(...controllers: readonly string[]): void {
  for (const name of controllers) {
    const { mount, version } = hierarchyOf(name);
    if (version === 2) writeFileSync(`${mount}/cgroup.subtree_control`, `+${name}`);
  }
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
