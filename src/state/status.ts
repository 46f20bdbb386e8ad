// The status of a container from live facts: the pid's start time, the gate, the freezer.
import { isFrozen } from "../cgroup/members.ts";
import { ENOENT, ENXIO } from "../native/errno.ts";
import { closeFd, O_NONBLOCK, O_WRONLY, openFile } from "../native/files.ts";
import { SystemError } from "../native/library.ts";
import { containerFile } from "./directory.ts";
import type { SavedState } from "./document.ts";
import { isAlive } from "./process.ts";

/** What `state` may say. */
export type Status = "creating" | "created" | "running" | "paused" | "stopped";

/** Whether init still waits at the gate: nobody holds it open for reading otherwise (ENXIO). */
export function isAtGate(root: string, id: string): boolean {
  try {
    closeFd(openFile(containerFile(root, id, "gate"), O_WRONLY | O_NONBLOCK));
    return true;
  } catch (error) {
    if (error instanceof SystemError && [ENXIO, ENOENT].includes(error.errno)) return false;
    throw error;
  }
}

/** The status now. A create whose creator died is `stopped`: only delete --force helps. */
export function statusOf(root: string, state: SavedState): Status {
  if (state.status === "creating") {
    const creator = state.tsrun;
    return isAlive(creator.creator, creator.creatorStart) ? "creating" : "stopped";
  }
  if (!isAlive(state.init_process_pid, state.init_process_start)) return "stopped";
  if (isFrozen(Object.values(state.cgroup_paths))) return "paused";
  return isAtGate(root, state.id) ? "created" : "running";
}
