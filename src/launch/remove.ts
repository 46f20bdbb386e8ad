// delete: ends what is left of a container and undoes what create made. Works from the saved state
// and the journal, whatever flags created it, and after a create that died half-way.
import { freeze, killAll } from "../cgroup/members.ts";
import { removeCgroups, removeParents } from "../cgroup/remove.ts";
import { stopUnits } from "../cgroup/unit.ts";
import { SystemError } from "../native/library.ts";
import { closeFd } from "../native/files.ts";
import { pidfdEnded, pidfdOpen, pidfdSignal } from "../native/processes.ts";
import { isAbsent } from "../native/paths.ts";
import {
  checkId,
  containerFile,
  isOurs,
  lockDirectory,
  notFound,
  removeDirectory,
} from "../state/directory.ts";
import { readState } from "../state/document.ts";
import { StateError } from "../state/errors.ts";
import { readJournal } from "../state/journal.ts";
import { bootId, isAlive } from "../state/process.ts";
import { statusOf } from "../state/status.ts";
import { Failure } from "./failure.ts";
import { detachNewMounts } from "./host-mounts.ts";
import { runPoststop } from "./hooks.ts";
import { removeGroups } from "./resctrl.ts";
import { hookState } from "./saved.ts";
import type { Unit } from "../cgroup/unit.ts";
import type { Entry } from "../state/journal.ts";
import type { SavedState } from "../state/document.ts";

const SIGKILL = 9;
// A process in uninterruptible sleep can outlast any wait; callers expect an answer.
const KILL_WAIT_MS = 10_000;

/** Kills one process, known by pid and start time, and waits until it has ended. @throws Failure */
export function killAndWait(pid: number, start: number): void {
  if (!isAlive(pid, start)) return;
  let pidfd = -1;
  try {
    pidfd = pidfdOpen(pid);
    // Between the look and the open the pid may have become another's.
    if (!isAlive(pid, start)) return;
    pidfdSignal(pidfd, SIGKILL);
    if (!pidfdEnded(pidfd, KILL_WAIT_MS)) throw new Failure("container init still running");
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  } finally {
    closeFd(pidfd);
  }
}

/** Ends the processes, removes cgroups and directory; what is gone already is fine. */
export function destroy(root: string, state: SavedState): void {
  const cgroups = Object.values(state.cgroup_paths);
  // A frozen process does not die.
  freeze(cgroups, false);
  killAndWait(state.init_process_pid, state.init_process_start);
  // With a pid namespace of its own init's end took everybody along.
  if (!state.tsrun.ownPidNamespace) killAll(cgroups, SIGKILL);
  detachMounts(state);
  removeGroups(state.tsrun.groups ?? []);
  if (state.tsrun.unit !== undefined) stopUnits(unitsIn(readJournal(root, state.id)));
  removeCgroups(cgroups);
  removeDirectory(root, state.id);
}

/** The units that a create started, or was about to start. */
function unitsIn(entries: readonly Entry[]): readonly Unit[] {
  return entries.flatMap((entry) => (entry.kind === "unit" ? [entry] : []));
}

/** What a container without a mount namespace put on its root. */
export function detachMounts(state: SavedState): void {
  const before = state.tsrun.mountsBefore;
  if (before !== null) detachFrom(state.rootfs, before);
}

function detachFrom(rootfs: string, before: number): void {
  // Gone with its bundle already: then its mounts are too.
  if (!isAbsent(rootfs)) detachNewMounts(rootfs, before);
}

/** In the order in which they came: whoever makes processes goes before those. */
function isProcess(entry: Entry): entry is Extract<Entry, { readonly kind: "init" | "service" }> {
  return entry.kind === "init" || entry.kind === "service";
}

/** Clears what a create left that never got to its end. */
function clearLeftovers(root: string, id: string): void {
  const entries = readJournal(root, id);
  const boot = entries.find((entry) => entry.kind === "creator");
  const sameBoot = boot?.kind === "creator" && boot.bootId === bootId();
  const cgroups: string[] = [];
  const groups: string[] = [];
  for (const entry of entries) {
    if (entry.kind === "cgroup") cgroups.push(entry.path);
    if (entry.kind === "rdt") groups.push(entry.path);
    if (isProcess(entry) && sameBoot) killAndWait(entry.pid, entry.start);
  }
  // By the journal: the state may be broken.
  for (const entry of entries) {
    if (entry.kind === "mounts" && sameBoot) detachFrom(entry.path, entry.before);
  }
  // They were empty when the create took them: whoever is there came with it.
  freeze(cgroups, false);
  killAll(cgroups, SIGKILL);
  removeGroups(groups);
  stopUnits(unitsIn(entries));
  removeCgroups(cgroups);
  for (const entry of entries) {
    if (entry.kind !== "cgroup" || entry.from === undefined) continue;
    removeParents(entry.path.slice(0, entry.path.lastIndexOf("/")), entry.from);
  }
  removeDirectory(root, id);
}

/** A delete was cut off after it took the state away, or a create before it wrote one. */
function isHalfRemoved(root: string, id: string): boolean {
  if (!isAbsent(containerFile(root, id, "state"))) return false;
  const [creator] = readJournal(root, id);
  return creator?.kind !== "creator" || !isAlive(creator.pid, creator.start);
}

function readable(root: string, id: string): SavedState | null {
  try {
    return readState(root, id);
  } catch (error) {
    if (error instanceof StateError) return null;
    throw error;
  }
}

/**
 * A create that is still at work: its init goes first, as soon as there is one, then the creator
 * notices, undoes and lets go by itself.
 */
function abortCreate(root: string, id: string): void {
  const [creator] = readJournal(root, id);
  if (creator?.kind !== "creator" || creator.bootId !== bootId()) return;
  const deadline = performance.now() + KILL_WAIT_MS;
  let pidfd = -1;
  try {
    if (isAlive(creator.pid, creator.start)) pidfd = pidfdOpen(creator.pid);
    do {
      for (const entry of readJournal(root, id)) {
        if (isProcess(entry)) killAndWait(entry.pid, entry.start);
      }
      if (!isAlive(creator.pid, creator.start) || pidfdEnded(pidfd, 20)) return;
    } while (performance.now() < deadline);
    throw new Failure("container is still being created");
  } catch (error) {
    // Ended between the look and the open.
    if (!(error instanceof SystemError)) throw error;
  } finally {
    closeFd(pidfd);
  }
}

function removeForced(root: string, id: string, warn: (message: string) => void): void {
  if (!isOurs(root, id)) return;
  const state = readable(root, id);
  if (state === null || statusOf(root, state) === "creating" || state.status === "creating") {
    abortCreate(root, id);
    clearLeftovers(root, id);
    return;
  }
  destroy(root, state);
  runPoststop(state.tsrun.poststop, hookState(state, "stopped", 0), warn);
}

/**
 * `delete`: a stopped or created container; with force any, and an unknown one is no error.
 * @throws StateError, Failure
 */
export function remove(
  root: string,
  id: string,
  force: boolean,
  warn: (message: string) => void = () => undefined,
): void {
  checkId(id);
  let lock;
  try {
    lock = lockDirectory(root, id);
  } catch (error) {
    if (force && error instanceof StateError && error.kind === "not-found") return;
    throw error;
  }
  try {
    if (force) {
      removeForced(root, id, warn);
      return;
    }
    if (!isOurs(root, id)) throw notFound(id);
    if (isHalfRemoved(root, id)) {
      clearLeftovers(root, id);
      return;
    }
    const state = readState(root, id);
    const status = statusOf(root, state);
    if (status === "stopped" && state.status === "creating") {
      clearLeftovers(root, id);
      return;
    }
    if (status !== "stopped" && status !== "created") {
      throw new StateError(
        "wrong-status",
        `cannot delete container ${id} that is not stopped: ${status}`,
      );
    }
    destroy(root, state);
    runPoststop(state.tsrun.poststop, hookState(state, "stopped", 0), warn);
  } finally {
    lock.release();
  }
}
