// Descriptors, locks, FIFOs and sealed memory.
import { checked } from "./errors.ts";
import { hostFunction } from "./library.ts";

export const O_RDONLY = 0;
export const O_WRONLY = 1;
export const O_RDWR = 2;
export const O_CREAT = 0o100;
export const O_EXCL = 0o200;
export const O_TRUNC = 0o1000;
export const O_APPEND = 0o2000;
export const O_NONBLOCK = 0o4000;
/** __O_SYNC and O_DSYNC. */
export const O_SYNC = 0o4010000;
export const O_DIRECTORY = 0o200000;
export const O_NOFOLLOW = 0o400000;
export const O_PATH = 0o10000000;

/** open(2) with O_CLOEXEC. @throws SystemError */
export function openFile(path: string, flags: number, mode = 0): number {
  const open = hostFunction("tsr_open");
  return checked(open(path, flags, mode), "open", path);
}

/** close(2); errors are of no use to anybody and are dropped. */
export function closeFd(fd: number): void {
  if (fd >= 0) hostFunction("tsr_close")(fd);
}

/** Reads up to `limit` bytes to the end of the file. @throws SystemError */
export function readToEnd(fd: number, limit: number, object: string): Uint8Array {
  const read = hostFunction("tsr_read");
  const parts: Buffer[] = [];
  let size = 0;
  for (;;) {
    const part = Buffer.alloc(Math.min(64 * 1024, limit - size));
    if (part.length === 0) break;
    const got = checked(read(fd, part), "read", object);
    if (got === 0) break;
    size += got;
    parts.push(part.subarray(0, got));
  }
  return Buffer.concat(parts);
}

/** Writes all of it, waiting where the description does not block. @throws SystemError */
export function writeAll(fd: number, data: Uint8Array, object: string): void {
  if (data.length === 0) return;
  const write = hostFunction("tsr_write");
  checked(write(fd, data), "write", object);
}

const LOCK_EX = 2;
const LOCK_NB = 4;

/** flock(2), exclusive; `wait` false: EAGAIN when another holds it. @throws SystemError */
export function lockFile(fd: number, wait: boolean, object: string): void {
  const lock = hostFunction("tsr_lock");
  checked(lock(fd, wait ? LOCK_EX : LOCK_EX | LOCK_NB), "flock", object);
}

/** Makes a FIFO and opens it O_RDWR. @throws SystemError */
export function makeFifo(path: string): number {
  return checked(hostFunction("tsr_fifo")(path), "mkfifo", path);
}

/** Takes O_NONBLOCK off a description. @throws SystemError */
export function makeBlocking(fd: number): void {
  checked(hostFunction("tsr_blocking")(fd), "fcntl", `fd ${fd}`);
}

/** Lets a descriptor survive exec. @throws SystemError */
export function keepAtExec(fd: number): void {
  checked(hostFunction("tsr_keep_at_exec")(fd), "fcntl", `fd ${fd}`);
}

/** A sealed, executable memory copy of a program. @throws SystemError */
export function sealProgram(path: string): number {
  return checked(hostFunction("tsr_seal_program")(path), "seal", path);
}

/** A sealed memory file with these bytes. @throws SystemError */
export function sealData(data: Uint8Array): number {
  const seal = hostFunction("tsr_seal_data");
  return checked(seal(data), "memfd_create", "the plan");
}

/** open_tree(2) with OPEN_TREE_CLONE: a detached bind. @throws SystemError */
export function cloneTree(path: string, recursive: boolean): number {
  const clone = hostFunction("tsr_open_tree");
  return checked(clone(path, recursive ? 1 : 0), "open_tree", path);
}

const IDMAP_CALLS = ["open", "clone", "write of the id map", "mount_setattr"] as const;

/** Where an idmapped tree gets its ids from. */
export interface TreeMap {
  /** Lines of uid_map and gid_map. */
  readonly uids: string;
  readonly gids: string;
  /** A user namespace whose maps are taken instead. */
  readonly namespace: string | null;
  readonly recursive: boolean;
}

/** Idmaps a detached tree (mount_setattr(2), MOUNT_ATTR_IDMAP). @throws SystemError */
export function idmapTree(tree: number, map: TreeMap): void {
  const idmap = hostFunction("tsr_idmap_tree");
  const at = new Int32Array(1);
  const path = map.namespace ?? "";
  const result = idmap(tree, map.uids, map.gids, path, map.recursive ? 1 : 0, at);
  checked(result, IDMAP_CALLS[at[0] ?? 0] ?? "mount_setattr", map.namespace ?? "");
}

const LOCK_CALLS = ["clone", "fstat", "unshare", "mount", "move_mount", "open_tree"] as const;

/** A copy of a detached tree with its mounts' flags locked, in the tree's place. @throws SystemError */
export function lockTree(tree: number): number {
  const lock = hostFunction("tsr_lock_tree");
  const at = new Int32Array(1);
  const result = lock(tree, at);
  return checked(result, LOCK_CALLS[at[0] ?? 0] ?? "open_tree", "");
}

/** umount2(2) with MNT_DETACH, through no link. @throws SystemError */
export function detachMount(path: string): void {
  const detach = hostFunction("tsr_detach_mount");
  checked(detach(path), "umount2", path);
}
