// kill: one signal to init, by pidfd, so that it never reaches a process that took the pid over.
import { freeze, isFrozen, killAll } from "../cgroup/members.ts";
import { closeFd } from "../native/files.ts";
import { SystemError } from "../native/library.ts";
import { pidfdOpen, pidfdSignal } from "../native/processes.ts";
import { ESRCH } from "../native/errno.ts";
import { checkId } from "../state/directory.ts";
import { readState } from "../state/document.ts";
import { StateError } from "../state/errors.ts";
import { isAlive } from "../state/process.ts";
import type { SavedState } from "../state/document.ts";

const SIGKILL = 9;

function notRunning(): StateError {
  return new StateError("wrong-status", "container not running");
}

function signalInit(state: SavedState, signal: number): void {
  let pidfd = -1;
  try {
    pidfd = pidfdOpen(state.init_process_pid);
    if (!isAlive(state.init_process_pid, state.init_process_start)) throw notRunning();
    pidfdSignal(pidfd, signal);
    // A frozen process of v1 does not die until it is thawed.
    const cgroups = Object.values(state.cgroup_paths);
    if (signal === SIGKILL && isFrozen(cgroups)) freeze(cgroups, false);
  } catch (error) {
    if (error instanceof SystemError && error.errno === ESRCH) throw notRunning();
    throw error;
  } finally {
    closeFd(pidfd);
  }
}

// init may be outside of its cgroup, or die of the cgroup's kill while we look: both are right.
function killIfAlive(state: SavedState): void {
  if (!isAlive(state.init_process_pid, state.init_process_start)) return;
  try {
    signalInit(state, SIGKILL);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
  }
}

/**
 * `kill`. With a shared pid namespace SIGKILL goes to the whole cgroup; `all` also reaches what a
 * stopped container left there, and is no error when there is nothing.
 * @throws StateError, SystemError
 */
export function kill(root: string, id: string, signal: number, all: boolean): void {
  checkId(id);
  const state = readState(root, id);
  const cgroups = Object.values(state.cgroup_paths);
  const alive =
    state.status !== "creating" && isAlive(state.init_process_pid, state.init_process_start);
  if (!alive) {
    if (!all) throw notRunning();
    killAll(cgroups, signal);
    return;
  }
  // Without cgroups nothing tells which processes are the container's but init.
  if (!state.tsrun.ownPidNamespace && cgroups.length > 0 && (all || signal === SIGKILL)) {
    killAll(cgroups, signal);
    if (signal === SIGKILL) killIfAlive(state);
    return;
  }
  signalInit(state, signal);
}
