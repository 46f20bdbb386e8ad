// The directory of one container: <root>/<id>/, made, locked and removed here. Nothing but container
// directories lies under a root, and directories of other runtimes there are not touched.
import { closeFd, lockFile, O_DIRECTORY, O_NOFOLLOW, O_RDONLY, openFile } from "../native/files.ts";
import { EEXIST, ENOENT, ENOTDIR } from "../native/errno.ts";
import { SystemError } from "../native/library.ts";
import {
  changeMode,
  isSameFile,
  listDirectory,
  makeDirectories,
  makeOneDirectory,
  removeOneDirectory,
  removeTree,
  unlinkFile,
} from "../native/paths.ts";
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
  makeOneDirectory(path, 0o755);
  changeMode(path, 0o755);
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

function isErrno(error: unknown, ...numbers: readonly number[]): boolean {
  return error instanceof SystemError && numbers.includes(error.errno);
}

/** Whether an error says that there is no such file; any other is a failure. */
export function isMissing(error: unknown): boolean {
  return isErrno(error, ENOENT, ENOTDIR);
}

/** Makes the container's directory; mkdir decides who wins when two ask at once. @throws StateError */
export function makeDirectory(root: string, id: string): void {
  makeDirectories(root, 0o700);
  try {
    makeOneDirectory(containerDirectory(root, id), 0o711);
  } catch (error) {
    if (!isErrno(error, EEXIST)) throw error;
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
      if (isSameFile(fd, path)) return { release: () => closeFd(fd) };
      closeFd(fd);
    } catch (error) {
      closeFd(fd);
      if (isErrno(error, ENOENT)) throw notFound(id);
      throw error;
    }
  }
}

/** The error that every caller matches. */
export function notFound(id: string, why = ""): StateError {
  const more = why === "" ? "" : ` (${why})`;
  return new StateError("not-found", `container does not exist: ${id}${more}`);
}

function gone(remove: () => void): void {
  try {
    remove();
  } catch (error) {
    if (!isErrno(error, ENOENT)) throw error;
  }
}

/**
 * Whether tsrun made the directory: other runtimes may share the root. An empty one is a create that
 * was killed between its first two steps.
 */
export function isOurs(root: string, id: string): boolean {
  try {
    const names = listDirectory(containerDirectory(root, id));
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
    for (const name of listDirectory(path)) {
      if (name === NOTIFY) removeTree(`${path}/${name}`);
      else if (name !== FILES.journal) gone(() => unlinkFile(`${path}/${name}`));
    }
  });
  gone(() => unlinkFile(`${path}/${FILES.journal}`));
  gone(() => removeOneDirectory(path));
}
