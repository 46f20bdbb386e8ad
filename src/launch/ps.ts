// The processes of a container, by its cgroups, or by its pid namespace where it has none.
import { readdirSync, readlinkSync } from "node:fs";
import { processesIn } from "../cgroup/members.ts";
import { checkId } from "../state/directory.ts";
import { readState } from "../state/document.ts";
import { isAlive } from "../state/process.ts";
import type { SavedState } from "../state/document.ts";
import { Failure } from "./failure.ts";

/** The pid namespace of a process, null when it is gone or not ours to look at. */
function pidNamespace(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return null;
  }
}

function inNamespaceOf(init: number): readonly number[] {
  const wanted = pidNamespace(init);
  if (wanted === null) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pidNamespace(pid) === wanted)
    .sort((a, b) => a - b);
}

/** @throws Failure where nothing tells the container's processes from others */
function withoutCgroups(state: SavedState): readonly number[] {
  if (!isAlive(state.init_process_pid, state.init_process_start)) return [];
  if (state.tsrun.ownPidNamespace) return inNamespaceOf(state.init_process_pid);
  throw new Failure(
    "the container has neither a cgroup nor a pid namespace to know its processes by",
  );
}

/**
 * Host pids of the container's processes, sorted; none for a container that ended.
 * @throws StateError, Failure, SystemError
 */
export function containerProcesses(root: string, id: string): readonly number[] {
  checkId(id);
  const state = readState(root, id);
  const cgroups = Object.values(state.cgroup_paths);
  return cgroups.length === 0 ? withoutCgroups(state) : processesIn(cgroups);
}
