// Walks through cgroups and what is below them. A cgroup may hold sub-cgroups that the container
// made, and all of it may go away at any time.
import { childrenOf, openCgroupAt, openChild, readCgroupFile, using } from "../native/cgroup.ts";
import { SystemError } from "../native/library.ts";
import type { CgroupDirectory } from "../native/cgroup.ts";

const ENODEV = 19;
const EOPNOTSUPP = 95;

/** Each path once; controllers that share a hierarchy share a directory. */
export function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)];
}

/** Calls `use` for each path that is there. @throws SystemError when one is no cgroup */
export function eachCgroup(
  paths: readonly string[],
  use: (directory: CgroupDirectory) => void,
): void {
  for (const path of unique(paths)) {
    const directory = openCgroupAt(path);
    if (directory !== null) using(directory, use);
  }
}

/** Process ids in a cgroup itself. Those of other pid namespaces (0) are left out. */
function direct(directory: CgroupDirectory): readonly number[] {
  let text: string | null;
  try {
    text = readCgroupFile(directory, "cgroup.procs");
  } catch (error) {
    // The directory is being removed; or it is threaded, and its processes stand in the one above.
    if (error instanceof SystemError && [ENODEV, EOPNOTSUPP].includes(error.errno)) return [];
    throw error;
  }
  return (text ?? "")
    .split("\n")
    .map(Number)
    .filter((pid) => pid > 0);
}

/** Process ids in a cgroup and below it. @throws SystemError */
export function membersBelow(directory: CgroupDirectory): ReadonlySet<number> {
  const found = new Set(direct(directory));
  for (const name of childrenOf(directory)) {
    const child = openChild(directory, name);
    if (child === null) continue;
    for (const pid of using(child, membersBelow)) found.add(pid);
  }
  return found;
}
