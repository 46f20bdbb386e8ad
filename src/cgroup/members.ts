// The processes of a container's cgroups: who they are, signals to all of them, OOM kills.
import { readCgroupFile, writeCgroupFile } from "../native/cgroup.ts";
import { ESRCH } from "../native/errno.ts";
import { closeFd } from "../native/files.ts";
import { SystemError } from "../native/library.ts";
import { pidfdOpen, pidfdSignal } from "../native/processes.ts";
import { CgroupError } from "./errors.ts";
import { freeze, isFrozen } from "./freezer.ts";
import { eachCgroup, membersBelow } from "./tree.ts";
import { backOff } from "./wait.ts";

export { freeze, isFrozen } from "./freezer.ts";

const SIGKILL = 9;
const EOPNOTSUPP = 95;
const KILL_MS = 2000;
const LONGEST_MS = 20;

/** Process ids in these cgroups and below them, sorted; what is gone is empty. @throws SystemError */
export function processesIn(paths: readonly string[]): readonly number[] {
  const found = new Set<number>();
  eachCgroup(paths, (directory) => {
    for (const pid of membersBelow(directory)) found.add(pid);
  });
  return [...found].sort((a, b) => a - b);
}

/**
 * Sends a signal to every process. SIGKILL goes by cgroup.kill where the kernel has it; else the
 * cgroup is frozen, so that nobody forks away meanwhile, and thawed again. A cgroup that was frozen
 * stays so for other signals; for SIGKILL it is thawed, since frozen processes of v1 do not die.
 *
 * @throws SystemError, CgroupError
 */
export function killAll(paths: readonly string[], signal: number): void {
  const before = isFrozen(paths);
  const killed = signal === SIGKILL ? killAtOnce(paths) : new Set<number>();
  // On hybrid hosts somebody may have left the v2 cgroup alone.
  const left = processesIn(paths).some((pid) => !killed.has(pid));
  const held = left && !before && tryFreeze(paths);
  try {
    if (left) signalEach(paths, signal);
  } finally {
    if (held || (before && signal === SIGKILL)) freeze(paths, false);
  }
  if (left && signal === SIGKILL && !held) killUntilNone(paths);
}

/** Without a freezer new ones may have come: again, until there are none or the time is over. */
function killUntilNone(paths: readonly string[]): void {
  const again = backOff(KILL_MS, LONGEST_MS);
  while (processesIn(paths).length > 0 && again()) signalEach(paths, SIGKILL);
}

/** cgroup.kill in each v2 cgroup. Returns who was there. */
function killAtOnce(paths: readonly string[]): ReadonlySet<number> {
  const killed = new Set<number>();
  eachCgroup(paths, (directory) => {
    if (directory.version !== 2) return;
    const members = membersBelow(directory);
    try {
      if (!writeCgroupFile(directory, "cgroup.kill", "1")) return;
    } catch (error) {
      // Threaded cgroups have no kill of their own.
      if (error instanceof SystemError && error.errno === EOPNOTSUPP) return;
      throw error;
    }
    for (const pid of members) killed.add(pid);
  });
  return killed;
}

function tryFreeze(paths: readonly string[]): boolean {
  try {
    freeze(paths, true);
    return true;
  } catch (error) {
    // A process in uninterruptible sleep, or no freezer: the signals are sent all the same.
    if (error instanceof CgroupError) return false;
    throw error;
  }
}

function signalEach(paths: readonly string[], signal: number): void {
  for (const pid of processesIn(paths)) {
    // Never the runtime itself, whatever cgroup it was put in.
    if (pid !== process.pid) signalOne(pid, signal);
  }
}

function signalOne(pid: number, signal: number): void {
  let pidfd = -1;
  try {
    pidfd = pidfdOpen(pid);
    pidfdSignal(pidfd, signal);
  } catch (error) {
    if (!(error instanceof SystemError && error.errno === ESRCH)) throw error;
  } finally {
    closeFd(pidfd);
  }
}

/** How many processes the OOM killer took in these cgroups (v2 memory.events, v1 memory.oom_control). */
export function oomKillCount(paths: readonly string[]): bigint {
  let count = 0n;
  eachCgroup(paths, (directory) => {
    const file = directory.version === 2 ? "memory.events" : "memory.oom_control";
    const match = /^oom_kill (\d+)$/m.exec(readCgroupFile(directory, file) ?? "");
    count += BigInt(match?.[1] ?? 0);
  });
  return count;
}
