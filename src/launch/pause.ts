// pause and resume: the container's cgroup is frozen and thawed; the status is asked of the freezer,
// so nothing is written down.
import { freeze } from "../cgroup/freezer.ts";
import { checkId, lockDirectory } from "../state/directory.ts";
import { readState } from "../state/document.ts";
import { StateError } from "../state/errors.ts";
import { statusOf } from "../state/status.ts";
import type { SavedState } from "../state/document.ts";
import type { Status } from "../state/status.ts";

function change(root: string, id: string, frozen: boolean, check: (status: Status) => void): void {
  checkId(id);
  // Not while a start or a delete is under way.
  const lock = lockDirectory(root, id);
  try {
    const state: SavedState = readState(root, id);
    check(statusOf(root, state));
    freeze(Object.values(state.cgroup_paths), frozen);
  } finally {
    lock.release();
  }
}

/**
 * `pause`: suspends every process of a container that is created or runs, and returns when they are.
 * @throws StateError, also for a container that is paused already
 * @throws CgroupError when they do not freeze in ten seconds; then they run on
 */
export function pause(root: string, id: string): void {
  change(root, id, true, (status) => {
    if (status === "running" || status === "created") return;
    throw new StateError("wrong-status", `container not running: ${status}`);
  });
}

/** `resume`: lets a paused container go on. @throws StateError for one that is not paused */
export function resume(root: string, id: string): void {
  change(root, id, false, (status) => {
    if (status !== "paused") throw new StateError("wrong-status", "container not paused");
  });
}
