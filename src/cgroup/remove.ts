// Removal of a container's cgroups: what is below first, then the cgroup, then the parents that tsrun
// made and nobody uses. Works from the paths alone.
import {
  awaitEvent,
  childrenOf,
  isMarked,
  openCgroupAt,
  openChild,
  removeChild,
  using,
} from "../native/cgroup.ts";
import { EBUSY, ENOTDIR, ENOTEMPTY, EXDEV } from "../native/errno.ts";
import { systemError } from "../native/errors.ts";
import { closeFd } from "../native/files.ts";
import { SystemError } from "../native/library.ts";
import { pidfdEnded, pidfdOpen } from "../native/processes.ts";
import { CgroupError } from "./errors.ts";
import { membersBelow, unique } from "./tree.ts";
import { pause } from "./wait.ts";
import type { CgroupDirectory } from "../native/cgroup.ts";

/** How long removal waits for members to end, all cgroups together. */
const WAIT_MS = 10_000;
const LONGEST_MS = 50;

/**
 * Removes these cgroups and all below them; what is gone is fine. Members are waited for, not killed.
 *
 * @throws CgroupError when processes are still there after ten seconds
 * @throws SystemError when the kernel refuses otherwise
 */
export function removeCgroups(paths: readonly string[]): void {
  const deadline = performance.now() + WAIT_MS;
  const failures: unknown[] = [];
  for (const path of unique(paths)) {
    try {
      removeOne(path, deadline);
    } catch (error) {
      // The others go all the same.
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first instanceof Error) throw first;
}

function split(path: string): readonly [parent: string, name: string] {
  const end = path.lastIndexOf("/");
  return [path.slice(0, end), path.slice(end + 1)];
}

function removeOne(path: string, deadline: number): void {
  const [above, name] = split(path);
  // The parent has to be cgroupfs too: a hierarchy's own root is never removed.
  const parent = openUnless(above, [ENOTDIR]);
  if (parent !== null) using(parent, () => removeTree(parent, name, deadline));
  removeParents(above);
}

/** Deepest first: rmdir of a cgroup with children is EBUSY. */
function removeTree(parent: CgroupDirectory, name: string, deadline: number): void {
  for (let delay = 1; ; delay = Math.min(delay * 2, LONGEST_MS)) {
    // Mostly there are no children and no members left, and this is all.
    if (tryRemove(parent, name)) return;
    const directory = openChild(parent, name);
    if (directory === null) return;
    using(directory, () => {
      for (const child of childrenOf(directory)) removeTree(directory, child, deadline);
      if (performance.now() >= deadline) throw busy(directory);
      awaitMembers(directory, deadline, delay);
    });
  }
}

function tryRemove(parent: CgroupDirectory, name: string): boolean {
  try {
    removeChild(parent, name);
    return true;
  } catch (error) {
    if (error instanceof SystemError && [EBUSY, ENOTEMPTY].includes(error.errno)) return false;
    throw error;
  }
}

function busy(directory: CgroupDirectory): Error {
  const members = membersBelow(directory).size;
  return members === 0
    ? systemError("rmdir", EBUSY, directory.name)
    : new CgroupError(`unable to remove ${directory.name}: ${members} process(es) are still there`);
}

/** Waits for something to change: the members' ends, or a moment, since the kernel lets go later. */
function awaitMembers(directory: CgroupDirectory, deadline: number, delay: number): void {
  const members = membersBelow(directory);
  const left = Math.max(1, Math.ceil(deadline - performance.now()));
  if (members.size === 0) {
    pause(delay);
  } else if (directory.version === 2) {
    awaitEvent(directory, "populated 0", left);
  } else {
    for (const pid of members) awaitEnd(pid, left);
    pause(delay);
  }
}

function awaitEnd(pid: number, left: number): void {
  let pidfd = -1;
  try {
    pidfd = pidfdOpen(pid);
    pidfdEnded(pidfd, left);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  } finally {
    closeFd(pidfd);
  }
}

/**
 * Removes a directory that tsrun made above a container's, and those above it, as long as they are
 * empty. What was never made, or is gone, is passed by; so is all that is no cgroup, above a hierarchy
 * that is not mounted any more.
 *
 * @param from - this one and all below are tsrun's also without the mark: a create may have been
 *   killed before it could set it
 * @throws SystemError
 */
export function removeParents(path: string, from: string | null = null): void {
  const [above, name] = split(path);
  if (name === "") return;
  const directory = openUnless(path, [ENOTDIR, EXDEV]);
  if (directory === null) {
    removeParents(above, from);
    return;
  }
  const known = from !== null && `${path}/`.startsWith(`${from}/`);
  if (!using(directory, (open) => known || isMarked(open))) return;
  const parent = openCgroupAt(above);
  if (parent === null) return;
  // In use by another container.
  if (using(parent, () => tryRemove(parent, name))) removeParents(above, from);
}

/** Null when it is gone, or for these errors. */
function openUnless(path: string, errors: readonly number[]): CgroupDirectory | null {
  try {
    return openCgroupAt(path);
  } catch (error) {
    if (error instanceof SystemError && errors.includes(error.errno)) return null;
    throw error;
  }
}
