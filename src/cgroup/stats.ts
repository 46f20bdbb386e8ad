// Statistics of a container, in the shape that callers of `events` decode: zeros are left out except
// where noted, every counter is exact over 64 bits.
import { readCgroupFile, openCgroupAt, using } from "../native/cgroup.ts";
import { SystemError } from "../native/library.ts";
import { cpuV1, cpusetV1, hugetlbV1, memoryV1, blkioV1, pidsV1 } from "./stats-v1.ts";
import { blkioV2, cpuV2, cpusetV2, hugetlbV2, memoryV2, pidsV2 } from "./stats-v2.ts";
import type { ReadFile } from "./stats-text.ts";

/** The member `data` of a record. */
export interface Stats {
  readonly cpu: object;
  readonly cpuset: object;
  readonly memory: object;
  readonly pids: object;
  readonly blkio: object;
  readonly hugetlb: object;
  readonly intel_rdt: object;
  readonly network_interfaces: null;
}

// A file that the kernel has but does not fill: pressure without PSI, a cgroup that is just removed.
const UNREADABLE = [95, 19];

/**
 * Reads the files of a container's cgroups.
 *
 * @param paths - controller (`unified` for v2) to absolute directory
 */
export function readerOf(paths: Readonly<Record<string, string>>): ReadFile {
  return (controller, file) => {
    const path = paths[controller];
    const directory = path === undefined ? null : openCgroupAt(path);
    if (directory === null) return null;
    return using(directory, () => {
      try {
        return readCgroupFile(directory, file);
      } catch (error) {
        if (error instanceof SystemError && UNREADABLE.includes(error.errno)) return null;
        throw error;
      }
    });
  };
}

/**
 * Statistics from the files that `read` knows.
 *
 * @param hugepages - sizes of the host, `2MB`
 * @param v2 - the cgroups are v2's alone
 */
export function statsFrom(read: ReadFile, hugepages: readonly string[], v2: boolean): Stats {
  const rest = { intel_rdt: {}, network_interfaces: null } as const;
  if (v2) {
    return {
      cpu: cpuV2(read),
      cpuset: cpusetV2(),
      memory: memoryV2(read),
      pids: pidsV2(read),
      blkio: blkioV2(read),
      hugetlb: hugetlbV2(read, hugepages),
      ...rest,
    };
  }
  return {
    cpu: cpuV1(read),
    cpuset: cpusetV1(read),
    memory: memoryV1(read),
    pids: pidsV1(read),
    blkio: blkioV1(read),
    hugetlb: hugetlbV1(read, hugepages),
    ...rest,
  };
}
