// CRIU mounts cgroup v2 for itself without options, and the kernel takes the options of the last mount
// from the initial cgroup namespace for the whole hierarchy: `nsdelegate`, which keeps delegated cgroups
// apart, would be gone from the host.
import { parseMountinfo } from "../host/mountinfo.ts";
import { setCgroupOptions } from "../native/cgroup.ts";
import { readText } from "../native/paths.ts";

/** Where cgroup v2 is mounted, and the options of its super block; null where it is not. */
export interface CgroupOptions {
  readonly mount: string;
  readonly words: readonly string[];
}

/** The options as they are. @throws SystemError when /proc is not there */
export function cgroupOptions(): CgroupOptions | null {
  const text = readText("/proc/self/mountinfo");
  const [entry] = parseMountinfo(text, (fstype) => fstype === "cgroup2");
  if (entry === undefined) return null;
  const words = entry.superOptions.filter((word) => word !== "rw" && word !== "ro");
  return { mount: entry.mount, words };
}

/** Gives the hierarchy back what it had. @throws SystemError */
export function restoreCgroupOptions(before: CgroupOptions | null): void {
  if (before === null || before.words.length === 0) return;
  if (cgroupOptions()?.words.join(",") === before.words.join(",")) return;
  setCgroupOptions(before.mount, before.words);
}
