// Typed doors to the cgroup functions of the host library. A directory is a descriptor that was
// opened beneath its hierarchy's mount and found to be cgroupfs; files are named relative to it.
import { utf8 } from "./text.ts";
import { checked, systemError } from "./errors.ts";
import { EIO, ENOENT, ERANGE } from "./errno.ts";
import { closeFd } from "./files.ts";
import { hostFunction } from "./library.ts";

/** An open cgroup directory. */
export interface CgroupDirectory {
  readonly fd: number;
  readonly version: 1 | 2;
  /** Absolute, for messages. */
  readonly name: string;
}

function unlessMissing(result: number, call: string, object: string): number | null {
  return result === -ENOENT ? null : checked(result, call, object);
}

/** Opens a cgroup beneath its hierarchy's mount. @throws SystemError, EXDEV when it is not cgroupfs */
export function openCgroup(mount: string, path: string, version: number): CgroupDirectory {
  const open = hostFunction("tsr_cgroup_open");
  const name = `${mount}${path}`;
  const fd = checked(open(mount, path, version), "open", name);
  return { fd, version: version === 2 ? 2 : 1, name };
}

/** Opens a cgroup by its absolute path, null when it is not there. @throws SystemError, EXDEV when it is not cgroupfs */
export function openCgroupAt(directory: string): CgroupDirectory | null {
  const open = hostFunction("tsr_cgroup_open_at");
  const version = new Int32Array(1);
  const fd = unlessMissing(open(directory, version), "open", directory);
  return fd === null ? null : { fd, version: version[0] === 2 ? 2 : 1, name: directory };
}

/** Sets the options of a hierarchy's super block. @throws SystemError */
export function setCgroupOptions(mount: string, words: readonly string[]): void {
  checked(hostFunction("tsr_cgroup_options")(mount, words), "fsconfig", mount);
}

/** Opens a child, null when it is gone. @throws SystemError */
export function openChild(parent: CgroupDirectory, child: string): CgroupDirectory | null {
  const open = hostFunction("tsr_cgroup_child");
  const name = `${parent.name}/${child}`;
  const fd = unlessMissing(open(parent.fd, child), "open", name);
  return fd === null ? null : { fd, version: parent.version, name };
}

/** Uses a directory and closes it. */
export function using<T>(directory: CgroupDirectory, use: (directory: CgroupDirectory) => T): T {
  try {
    return use(directory);
  } finally {
    closeFd(directory.fd);
  }
}

/** Opens the mount point of a hierarchy. @throws SystemError, EXDEV when it is not cgroupfs */
export function openHierarchy(mount: string, version: number): CgroupDirectory {
  const open = hostFunction("tsr_cgroup_mount");
  const fd = checked(open(mount, version), "open", mount);
  return { fd, version: version === 2 ? 2 : 1, name: mount };
}

/** Opens a cgroup beneath its hierarchy, null when it is not there. @throws SystemError */
export function openBelow(hierarchy: CgroupDirectory, path: string): CgroupDirectory | null {
  const open = hostFunction("tsr_cgroup_below");
  const name = `${hierarchy.name}${path}`;
  const fd = unlessMissing(open(hierarchy.fd, path), "open", name);
  return fd === null ? null : { fd, version: hierarchy.version, name };
}

/** A cgroup that was made, or was there before. */
export interface MadeCgroup {
  readonly directory: CgroupDirectory;
  readonly made: boolean;
}

/** Makes a cgroup with its parents, and opens it. @throws SystemError */
export function makeCgroup(hierarchy: CgroupDirectory, path: string): MadeCgroup {
  const make = hostFunction("tsr_cgroup_make");
  const { version } = hierarchy;
  const made = new Uint32Array(1);
  const name = `${hierarchy.name}${path}`;
  const fd = checked(make(hierarchy.fd, path, version, made), "mkdir", name);
  return { directory: { fd, version, name }, made: made[0] !== 0 };
}

/** Whether tsrun made this cgroup as the parent of a container's. */
export function isMarked(directory: CgroupDirectory): boolean {
  return hostFunction("tsr_cgroup_marked")(directory.fd) === 1;
}

/** Removes a child; false when it was gone. @throws SystemError, EBUSY while it is in use */
export function removeChild(parent: CgroupDirectory, child: string): boolean {
  const remove = hostFunction("tsr_cgroup_remove");
  return unlessMissing(remove(parent.fd, child), "rmdir", `${parent.name}/${child}`) !== null;
}

const FIRST_SIZE = 4096;
const MOST = 64 * 1024 * 1024;

/** A file's text, null when there is none. @throws SystemError */
export function readCgroupFile(directory: CgroupDirectory, file: string): string | null {
  const read = hostFunction("tsr_cgroup_read");
  const object = `${directory.name}/${file}`;
  for (let size = FIRST_SIZE; size <= MOST; size *= 8) {
    const data = Buffer.alloc(size);
    const got = unlessMissing(read(directory.fd, file, data), "read", object);
    if (got === null) return null;
    if (got < size) return data.toString("utf8", 0, got);
  }
  throw systemError("read", EIO, object);
}

/** Writes a file in one write; false when there is none. @throws SystemError */
export function writeCgroupFile(directory: CgroupDirectory, file: string, value: string): boolean {
  const write = hostFunction("tsr_cgroup_write");
  // The kernel never hears of an empty write; a newline is an empty value to it.
  const data = utf8(value === "" ? "\n" : value);
  const object = `${directory.name}/${file}`;
  return unlessMissing(write(directory.fd, file, data), "write", object) !== null;
}

/** Gives a file (`.`: the cgroup itself) to a user; false when there is none. @throws SystemError */
export function ownCgroupFile(directory: CgroupDirectory, file: string, uid: number): boolean {
  const own = hostFunction("tsr_cgroup_own");
  const object = `${directory.name}/${file}`;
  return unlessMissing(own(directory.fd, file, uid), "chown", object) !== null;
}

/** Names of the child cgroups. @throws SystemError */
export function childrenOf(directory: CgroupDirectory): readonly string[] {
  const children = hostFunction("tsr_cgroup_children");
  for (let size = FIRST_SIZE; size <= MOST; size *= 8) {
    const data = Buffer.alloc(size);
    const result = children(directory.fd, data);
    if (result === -ERANGE) continue;
    const got = unlessMissing(result, "read", directory.name);
    return got === null
      ? []
      : data
          .toString("utf8", 0, got)
          .split("\0")
          .filter((name) => name !== "");
  }
  throw systemError("read", EIO, directory.name);
}

/** v2: waits until cgroup.events has a line, or something changed, or the time is over. @throws SystemError */
export function awaitEvent(directory: CgroupDirectory, line: string, timeoutMs: number): boolean {
  const wait = hostFunction("tsr_cgroup_event");
  const object = `${directory.name}/cgroup.events`;
  return unlessMissing(wait(directory.fd, line, Math.ceil(timeoutMs)), "poll", object) === 1;
}

/** v2: makes this the only device program of the cgroup. @throws SystemError */
export function attachDevices(directory: CgroupDirectory, program: Uint8Array): void {
  if (program.length === 0 || program.length % 8 !== 0) throw new TypeError("not a BPF program");
  const attach = hostFunction("tsr_cgroup_devices");
  checked(attach(directory.fd, program), "bpf", directory.name);
}
