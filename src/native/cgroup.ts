// Typed doors to the cgroup functions of the host library. A directory is a descriptor that was
// opened beneath its hierarchy's mount and found to be cgroupfs; files are named relative to it.
import { checked, cText, systemError } from "./errors.ts";
import { EIO, ENOENT } from "./errno.ts";
import { closeFd } from "./files.ts";
import { hostFunction } from "./library.ts";

/** An open cgroup directory. */
export interface CgroupDirectory {
  readonly fd: number;
  readonly version: 1 | 2;
  /** Absolute, for messages. */
  readonly name: string;
}

function unlessMissing(result: unknown, call: string, object: string): number | null {
  return Number(result) === -ENOENT ? null : checked(result, call, object);
}

/** Opens a cgroup beneath its hierarchy's mount. @throws SystemError, EXDEV when it is not cgroupfs */
export function openCgroup(mount: string, path: string, version: number): CgroupDirectory {
  const open = hostFunction(
    "int tsr_cgroup_open(const char *mount, const char *path, uint32_t version)",
  );
  const name = `${mount}${path}`;
  const fd = checked(open(cText(mount), cText(path), version), "open", name);
  return { fd, version: version === 2 ? 2 : 1, name };
}

/** Opens a cgroup by its absolute path, null when it is not there. @throws SystemError, EXDEV when it is not cgroupfs */
export function openCgroupAt(directory: string): CgroupDirectory | null {
  const open = hostFunction("int tsr_cgroup_open_at(const char *directory, void *version)");
  const version = new Int32Array(1);
  const fd = unlessMissing(open(cText(directory), version), "open", directory);
  return fd === null ? null : { fd, version: version[0] === 2 ? 2 : 1, name: directory };
}

/** Opens a child, null when it is gone. @throws SystemError */
export function openChild(parent: CgroupDirectory, child: string): CgroupDirectory | null {
  const open = hostFunction("int tsr_cgroup_child(int dir, const char *name)");
  const name = `${parent.name}/${child}`;
  const fd = unlessMissing(open(parent.fd, cText(child)), "open", name);
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
  const open = hostFunction("int tsr_cgroup_mount(const char *mount, uint32_t version)");
  const fd = checked(open(cText(mount), version), "open", mount);
  return { fd, version: version === 2 ? 2 : 1, name: mount };
}

/** Opens a cgroup beneath its hierarchy, null when it is not there. @throws SystemError */
export function openBelow(hierarchy: CgroupDirectory, path: string): CgroupDirectory | null {
  const open = hostFunction("int tsr_cgroup_below(int root, const char *path)");
  const name = `${hierarchy.name}${path}`;
  const fd = unlessMissing(open(hierarchy.fd, cText(path)), "open", name);
  return fd === null ? null : { fd, version: hierarchy.version, name };
}

/** A cgroup that was made, or was there before. */
export interface MadeCgroup {
  readonly directory: CgroupDirectory;
  readonly made: boolean;
}

/** Makes a cgroup with its parents, and opens it. @throws SystemError */
export function makeCgroup(hierarchy: CgroupDirectory, path: string): MadeCgroup {
  const make = hostFunction(
    "int tsr_cgroup_make(int root, const char *path, uint32_t version, void *made)",
  );
  const { version } = hierarchy;
  const made = new Uint32Array(1);
  const name = `${hierarchy.name}${path}`;
  const fd = checked(make(hierarchy.fd, cText(path), version, made), "mkdir", name);
  return { directory: { fd, version, name }, made: made[0] !== 0 };
}

/** Whether tsrun made this cgroup as the parent of a container's. */
export function isMarked(directory: CgroupDirectory): boolean {
  return hostFunction("int tsr_cgroup_marked(int dir)")(directory.fd) === 1;
}

/** Removes a child; false when it was gone. @throws SystemError, EBUSY while it is in use */
export function removeChild(parent: CgroupDirectory, child: string): boolean {
  const remove = hostFunction("int tsr_cgroup_remove(int dir, const char *name)");
  return (
    unlessMissing(remove(parent.fd, cText(child)), "rmdir", `${parent.name}/${child}`) !== null
  );
}

const FIRST_SIZE = 4096;
const MOST = 64 * 1024 * 1024;

/** A file's text, null when there is none. @throws SystemError */
export function readCgroupFile(directory: CgroupDirectory, file: string): string | null {
  const read = hostFunction(
    "int64_t tsr_cgroup_read(int dir, const char *file, void *data, uint64_t length)",
  );
  const object = `${directory.name}/${file}`;
  for (let size = FIRST_SIZE; size <= MOST; size *= 8) {
    const data = Buffer.alloc(size);
    const got = unlessMissing(read(directory.fd, cText(file), data, size), "read", object);
    if (got === null) return null;
    if (got < size) return data.toString("utf8", 0, got);
  }
  throw systemError("read", EIO, object);
}

/** Writes a file in one write; false when there is none. @throws SystemError */
export function writeCgroupFile(directory: CgroupDirectory, file: string, value: string): boolean {
  const write = hostFunction(
    "int tsr_cgroup_write(int dir, const char *file, const void *data, uint64_t length)",
  );
  // The kernel never hears of an empty write; a newline is an empty value to it.
  const data = Buffer.from(value === "" ? "\n" : value);
  const object = `${directory.name}/${file}`;
  return (
    unlessMissing(write(directory.fd, cText(file), data, data.length), "write", object) !== null
  );
}

/** Gives a file (`.`: the cgroup itself) to a user; false when there is none. @throws SystemError */
export function ownCgroupFile(directory: CgroupDirectory, file: string, uid: number): boolean {
  const own = hostFunction("int tsr_cgroup_own(int dir, const char *file, uint32_t uid)");
  const object = `${directory.name}/${file}`;
  return unlessMissing(own(directory.fd, cText(file), uid), "chown", object) !== null;
}

/** Names of the child cgroups. @throws SystemError */
export function childrenOf(directory: CgroupDirectory): readonly string[] {
  const children = hostFunction(
    "int64_t tsr_cgroup_children(int dir, void *data, uint64_t length)",
  );
  const ERANGE = 34;
  for (let size = FIRST_SIZE; size <= MOST; size *= 8) {
    const data = Buffer.alloc(size);
    const result = children(directory.fd, data, size);
    if (Number(result) === -ERANGE) continue;
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
  const wait = hostFunction("int tsr_cgroup_event(int dir, const char *line, int timeout_ms)");
  const object = `${directory.name}/cgroup.events`;
  return unlessMissing(wait(directory.fd, cText(line), timeoutMs), "poll", object) === 1;
}

/** v2: makes this the only device program of the cgroup. @throws SystemError */
export function attachDevices(directory: CgroupDirectory, program: Uint8Array): void {
  if (program.length === 0 || program.length % 8 !== 0) throw new TypeError("not a BPF program");
  const attach = hostFunction(
    "int tsr_cgroup_devices(int cgroup, const void *instructions, uint32_t length)",
  );
  checked(attach(directory.fd, program, program.length), "bpf", directory.name);
}
