// Freezing: the freezer hierarchy of v1, cgroup.freeze of v2.
import { awaitEvent, readCgroupFile, writeCgroupFile } from "../native/cgroup.ts";
import { SystemError } from "../native/library.ts";
import { CgroupError } from "./errors.ts";
import { eachCgroup } from "./tree.ts";
import { backOff } from "./wait.ts";
import type { CgroupDirectory } from "../native/cgroup.ts";

const ENODEV = 19;
const WAIT_MS = 10_000;
const LONGEST_MS = 50;

/** Whether this cgroup was frozen by its own setting (not by one above); null: it has no freezer. */
export function frozenState(directory: CgroupDirectory): boolean | null {
  try {
    if (directory.version === 2) {
      const text = readCgroupFile(directory, "cgroup.freeze");
      return text === null ? null : text.trim() === "1";
    }
    const text = readCgroupFile(directory, "freezer.state");
    if (text === null) return null;
    return (
      text.trim() === "FROZEN" && readCgroupFile(directory, "freezer.self_freezing")?.trim() !== "0"
    );
  } catch (error) {
    // Removed while it was read.
    if (error instanceof SystemError && error.errno === ENODEV) return null;
    throw error;
  }
}

/**
 * Paths that may have a freezer, so that the status of a container does not take a look at every
 * hierarchy. By custom the v1 one is mounted at .../freezer; where nothing tells, all are asked.
 */
function likely(paths: readonly string[]): readonly string[] {
  const found = paths.filter((path) => path.includes("/freezer") || path.includes("/unified/"));
  return found.length === 0 ? paths : found;
}

/** Whether the container with these cgroups is frozen. @throws SystemError */
export function isFrozen(paths: readonly string[]): boolean {
  let frozen = false;
  eachCgroup(likely(paths), (directory) => {
    frozen ||= frozenState(directory) === true;
  });
  return frozen;
}

/**
 * Freezes or thaws, and waits until it is so. One freezer is used: v1's where there is one, since on
 * hybrid hosts that is what other tools look at; thawing takes both.
 *
 * @throws CgroupError when the processes do not freeze in ten seconds (they are thawed again)
 */
export function freeze(paths: readonly string[], frozen: boolean): void {
  let done = false;
  const use = (version: 1 | 2) => (directory: CgroupDirectory) => {
    if (directory.version !== version || (done && frozen) || frozenState(directory) === null)
      return;
    if (version === 1) freezeV1(directory, frozen);
    else freezeV2(directory, frozen);
    done = true;
  };
  const candidates = likely(paths);
  eachCgroup(candidates, use(1));
  eachCgroup(candidates, use(2));
  if (frozen && !done) throw new CgroupError("the container has no cgroup with a freezer");
}

function freezeV1(directory: CgroupDirectory, frozen: boolean): void {
  const target = frozen ? "FROZEN" : "THAWED";
  const again = backOff(WAIT_MS, LONGEST_MS);
  for (;;) {
    // A process that forks meanwhile can keep the state at FREEZING: the write is repeated.
    if (!writeCgroupFile(directory, "freezer.state", target) || !frozen) return;
    if (readCgroupFile(directory, "freezer.state")?.trim() === target) return;
    if (again()) continue;
    writeCgroupFile(directory, "freezer.state", "THAWED");
    throw new CgroupError(`unable to freeze ${directory.name}`);
  }
}

function freezeV2(directory: CgroupDirectory, frozen: boolean): void {
  const value = frozen ? "1" : "0";
  // Nothing to wait for: a thaw works at once, and a cgroup that was not frozen has no event.
  if (!writeCgroupFile(directory, "cgroup.freeze", value) || !frozen) return;
  const end = performance.now() + WAIT_MS;
  while (!awaitEvent(directory, "frozen 1", Math.max(0, end - performance.now()))) {
    if (performance.now() < end) continue;
    writeCgroupFile(directory, "cgroup.freeze", "0");
    throw new CgroupError(`unable to freeze ${directory.name}`);
  }
}
