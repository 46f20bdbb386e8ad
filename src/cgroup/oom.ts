// Out-of-memory events of a container: v1 tells by an eventfd, v2 by a change of memory.events.
import { readSync } from "node:fs";
import { openCgroupAt, readCgroupFile, using } from "../native/cgroup.ts";
import { openOomEvent, POLLIN, POLLPRI, takeEvent } from "../native/events.ts";
import { closeFd, O_RDONLY, openFile } from "../native/files.ts";
import { oomKillCount } from "./members.ts";
import type { CgroupDirectory } from "../native/cgroup.ts";
import type { Waited } from "../native/events.ts";

/** A watch over one cgroup. */
export interface OomWatch {
  readonly waited: Waited;
  /** Whether the container ran out of memory since the last call. */
  readonly happened: () => boolean;
  readonly close: () => void;
}

function watchV1(directory: CgroupDirectory, path: string): OomWatch | null {
  if (readCgroupFile(directory, "memory.oom_control") === null) return null;
  const fd = openOomEvent(directory);
  return {
    waited: { fd, events: POLLIN },
    // The removal of the cgroup is told in the same way.
    happened: () => takeEvent(fd) && exists(path),
    close: () => closeFd(fd),
  };
}

function exists(path: string): boolean {
  const directory = openCgroupAt(path);
  if (directory !== null) closeFd(directory.fd);
  return directory !== null;
}

function watchV2(directory: CgroupDirectory, path: string): OomWatch | null {
  if (readCgroupFile(directory, "memory.events") === null) return null;
  const fd = openFile(`${path}/memory.events`, O_RDONLY);
  let seen = oomKillCount([path]);
  return {
    waited: { fd, events: POLLPRI },
    happened: () => {
      // kernfs arms the descriptor anew when it is read; the count is read beside it.
      rearm(fd);
      const now = oomKillCount([path]);
      const more = now > seen;
      seen = now;
      return more;
    },
    close: () => closeFd(fd),
  };
}

function rearm(fd: number): void {
  try {
    readSync(fd, Buffer.alloc(512), 0, 512, 0);
  } catch (error) {
    // Removed.
    if (!(error instanceof Error && "code" in error && error.code === "ENODEV")) throw error;
  }
}

/** Null where the container has no memory controller. @throws SystemError */
export function watchOom(paths: Readonly<Record<string, string>>): OomWatch | null {
  const path = paths["memory"] ?? paths["unified"];
  const directory = path === undefined ? null : openCgroupAt(path);
  if (path === undefined || directory === null) return null;
  return using(directory, () =>
    directory.version === 1 ? watchV1(directory, path) : watchV2(directory, path),
  );
}
