// The directory of one container: <root>/<id>/, made, locked and removed here. Nothing but container
// directories lies under a root, and directories of other runtimes there are not touched.
import {
  chmodSync,
  fstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { closeFd, lockFile, O_DIRECTORY, O_NOFOLLOW, O_RDONLY, openFile } from "../native/files.ts";
import { ENOENT } from "../native/errno.ts";
import { SystemError } from "../native/library.ts";
import { StateError } from "./errors.ts";

/** The files that a container's directory may hold. */
export const FILES = {
  state: "state.json",
  config: "config.json",
  journal: "journal",
  card: "front",
  exec: "exec.json",
  gate: "gate",
  status: "status",
} as const;

const NOTIFY = "notify";

/** Absolute path of a container's directory. */
export function containerDirectory(root: string, id: string): string {
  return `${root}/${id}`;
}

/** Absolute path of one of its files. */
export function containerFile(root: string, id: string, file: keyof typeof FILES): string {
  return `${root}/${id}/${FILES[file]}`;
}

/** Absolute path of the directory of its notify socket. */
export function notifyDirectory(root: string, id: string): string {
  return `${containerDirectory(root, id)}/${NOTIFY}`;
}

/** Makes it; any user of the container may look for the socket in it. */
export function makeNotifyDirectory(root: string, id: string): void {
  const path = notifyDirectory(root, id);
  mkdirSync(path);
  chmodSync(path, 0o755);
}

/**
 * Checks an id: letters, digits, `_ + - .`, not `.` or `..`, at most 255 bytes (a file name).
 * @throws StateError
 */
export function checkId(id: string): void {
  if (id === "") throw new StateError("invalid-id", "container id cannot be empty");
  if (!/^[A-Za-z0-9_+.-]+$/.test(id) || id === "." || id === ".." || id.length > 255) {
    throw new StateError("invalid-id", `invalid container ID format: ${JSON.stringify(id)}`);
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** Whether an error of `node:fs` says that there is no such file; any other is a failure. */
export function isMissing(error: unknown): boolean {
  return isErrno(error, "ENOENT") || isErrno(error, "ENOTDIR");
}

/** Makes the container's directory; mkdir decides who wins when two ask at once. @throws StateError */
export function makeDirectory(root: string, id: string): void {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  try {
    mkdirSync(containerDirectory(root, id), { mode: 0o711 });
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw error;
    throw new StateError("exists", `container with given ID already exists: ${id}`);
  }
}

/** A held lock; close it to let go. */
export interface Lock {
  readonly release: () => void;
}

/** A lock that this process was handed as an open descriptor. */
export function heldLock(fd: number): Lock {
  return { release: () => closeFd(fd) };
}

/**
 * Locks a container's directory, waiting for whoever holds it.
 * @throws StateError `not-found`, also when it was deleted while waiting
 */
export function lockDirectory(root: string, id: string): Lock {
  const path = containerDirectory(root, id);
  for (;;) {
    let fd = -1;
    try {
      fd = openFile(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
      lockFile(fd, true, path);
      // Who waited may hold the lock of a directory that is gone, or that was made anew.
      if (fstatSync(fd).ino === statSync(path).ino) return { release: () => closeFd(fd) };
      closeFd(fd);
    } catch (error) {
      closeFd(fd);
      const gone = error instanceof SystemError && error.errno === ENOENT;
      if (gone || isErrno(error, "ENOENT")) throw notFound(id);
      throw error;
    }
  }
}

/** The error that every caller matches. */
export function notFound(id: string): StateError {
  return new StateError("not-found", `container does not exist: ${id}`);
}

/** Writes a file whole: a temporary name beside it, then rename. */
export function writeWhole(path: string, text: string | Uint8Array, mode: number): void {
  const slash = path.lastIndexOf("/");
  const temporary = `${path.slice(0, slash)}/.${path.slice(slash + 1)}.${process.pid}`;
  writeFileSync(temporary, text, { mode });
  renameSync(temporary, path);
}

function gone(remove: () => void): void {
  try {
    remove();
  } catch (error) {
    if (!isErrno(error, "ENOENT")) throw error;
  }
}

/**
 * Whether tsrun made the directory: other runtimes may share the root. An empty one is a create that
 * was killed between its first two steps.
 */
export function isOurs(root: string, id: string): boolean {
  try {
    const names = readdirSync(containerDirectory(root, id));
    return names.length === 0 || names.includes(FILES.journal);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/**
 * Removes the directory and the files in it; what is missing is fine. The journal goes last: without
 * it a removal that was cut off could not be taken up again.
 */
export function removeDirectory(root: string, id: string): void {
  const path = containerDirectory(root, id);
  gone(() => {
    for (const name of readdirSync(path)) {
      if (name === NOTIFY) rmSync(`${path}/${name}`, { recursive: true, force: true });
      else if (name !== FILES.journal) gone(() => unlinkSync(`${path}/${name}`));
    }
  });
  gone(() => unlinkSync(`${path}/${FILES.journal}`));
  gone(() => rmdirSync(path));
}
