// Finds and removes what a container left on the machine.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { cgroups, lives, mountLines, processesOf } from "./host.ts";
import { sleep, slow } from "./sleep.ts";

/** What is left of a container of this id: cgroups, processes, state. */
export function leftovers(id: string, root: string): readonly string[] {
  const left = [
    ...cgroups(id).map((path) => `cgroup ${path}`),
    ...processesOf(id).map((pid) => `process ${pid}`),
  ];
  if (existsSync(join(root, id))) left.push(`state ${join(root, id)}`);
  return left;
}

/** What a bundle must leave as it was. */
export interface Snapshot {
  readonly mounts: readonly string[];
}

/** Remembers the mounts before a bundle. */
export function snapshot(): Snapshot {
  return { mounts: mountLines() };
}

/** Mounts that have come or gone since then. */
export function changes(before: Snapshot): readonly string[] {
  const after = mountLines();
  const [known, there] = [new Set(before.mounts), new Set(after)];
  return [
    ...after.filter((line) => !known.has(line)).map((line) => `mount ${line}`),
    ...before.mounts.filter((line) => !there.has(line)).map((line) => `mount gone: ${line}`),
  ];
}

/** Everything that is there after a bundle and was not before; `word` is in all its paths. */
export function leaks(before: Snapshot, word: string, root: string): readonly string[] {
  const state = existsSync(root) ? readdirSync(root) : [];
  return [
    ...changes(before),
    ...cgroups(word).map((path) => `cgroup ${path}`),
    ...processesOf(word).map((pid) => `process ${pid}`),
    ...state.map((name) => `state ${join(root, name)}`),
  ];
}

function unmount(before: Snapshot): void {
  // By mount id: a runtime that changed a mount's options must not cost the host the mount.
  const idOf = (line: string): string => line.split(" ")[0] ?? "";
  const known = new Set(before.mounts.map(idOf));
  for (const line of mountLines()
    .filter((entry) => !known.has(idOf(entry)))
    .reverse()) {
    const point = (line.split(" ")[4] ?? "").replaceAll("\\040", " ");
    execFileSync("umount", ["-l", point]);
  }
}

/** Takes away what {@link leaks} found, so that the next bundle begins clean. */
export function sweep(before: Snapshot, word: string): void {
  for (const pid of processesOf(word)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      continue; // ended by itself
    }
    for (let turn = 0; turn < 100 * slow && lives(pid); turn++) sleep(10);
  }
  unmount(before);
  for (const path of cgroups(word)) {
    try {
      rmdirSync(path);
    } catch {
      continue; // a member that does not die; reported already
    }
  }
}
