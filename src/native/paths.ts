// Files by path, as node:fs has them, without what loading it costs every create and exec.
import { utf8 } from "./text.ts";
import { EINVAL, EISDIR, ENOENT, ENOTDIR, ERANGE } from "./errno.ts";
import { checked, systemError } from "./errors.ts";
import { O_CREAT, O_EXCL, O_TRUNC } from "./files.ts";
import { hostFunction, SystemError } from "./library.ts";

const FIRST_ROOM = 16 * 1024;
const MOST_ROOM = 1024 * 1024 * 1024;

/** Asks with more and more room until the answer fits. */
function roomy(ask: (room: Buffer) => number, call: string, object: string): Buffer {
  for (let size = FIRST_ROOM; size <= MOST_ROOM; size *= 8) {
    const room = Buffer.allocUnsafe(size);
    const got = ask(room);
    if (got === -ERANGE || got === size) continue;
    return room.subarray(0, checked(got, call, object));
  }
  throw systemError(call, ERANGE, object);
}

/** The bytes of a file. @throws SystemError */
export function readBytes(path: string): Buffer {
  const read = hostFunction("tsr_file_read");
  return roomy((room) => read(path, room), "open", path);
}

/** The text of a file; bytes that are no UTF-8 become U+FFFD. @throws SystemError */
export function readText(path: string): string {
  return readBytes(path).toString("utf8");
}

/** Writes a file, which is made when it is missing. @throws SystemError */
export function writeFile(path: string, data: string | Uint8Array, mode: number): void {
  const write = hostFunction("tsr_file_write");
  checked(write(path, bytesOf(data), O_CREAT | O_TRUNC, mode), "open", path);
}

/** Writes a file that must not be there. @throws SystemError, EEXIST */
export function writeNewFile(path: string, data: string | Uint8Array, mode: number): void {
  const write = hostFunction("tsr_file_write");
  checked(write(path, bytesOf(data), O_CREAT | O_EXCL, mode), "open", path);
}

/** Writes into a file that has to be there (procfs and its like). @throws SystemError */
export function writeInto(path: string, text: string): void {
  checked(hostFunction("tsr_file_write")(path, bytesOf(text), 0, 0), "write", path);
}

/** Puts a whole file in a place, by a temporary name beside it. @throws SystemError */
export function replaceFile(path: string, data: string | Uint8Array, mode: number): void {
  const slash = path.lastIndexOf("/");
  const temporary = `${path.slice(0, slash)}/.${path.slice(slash + 1)}.${process.pid}`;
  const replace = hostFunction("tsr_file_replace");
  checked(replace(temporary, path, bytesOf(data), mode), "open", path);
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === "string" ? utf8(data) : data;
}

/** Where a symbolic link points. @throws SystemError */
export function readLink(path: string): string {
  const read = hostFunction("tsr_link_read");
  return roomy((room) => read(path, room), "readlink", path).toString("utf8");
}

/** Names in a directory, in no order. @throws SystemError */
export function listDirectory(path: string): readonly string[] {
  const read = hostFunction("tsr_directory_read");
  return namesIn(roomy((room) => read(path, room), "open", path).toString("utf8"));
}

function namesIn(text: string): readonly string[] {
  return text.split("\0").filter((name) => name !== "");
}

/** The path with every link followed. @throws SystemError */
export function realPath(path: string): string {
  const real = hostFunction("tsr_path_real");
  return roomy((room) => real(path, room), "realpath", path).toString("utf8");
}

/** Whether there is something at the path that we can get at. */
export function isThere(path: string): boolean {
  return hostFunction("tsr_path_kind")(path) >= 0;
}

/** Whether there is nothing at the path. What cannot be looked at may well be there. */
export function isAbsent(path: string): boolean {
  const kind = hostFunction("tsr_path_kind")(path);
  return kind === -ENOENT || kind === -ENOTDIR;
}

const S_IFDIR = 0o040000;

/** Whether the path leads to a directory. */
export function isDirectory(path: string): boolean {
  return hostFunction("tsr_path_kind")(path) === S_IFDIR;
}

/** Whether a descriptor is what the path leads to. @throws SystemError */
export function isSameFile(fd: number, path: string): boolean {
  return checked(hostFunction("tsr_path_is")(fd, path), "stat", path) === 1;
}

/** Executable, writable: for {@link may}. */
export const X_OK = 1;
export const W_OK = 2;

/** Whether this process may do that with the file, by its effective ids. */
export function may(path: string, mode: number): boolean {
  return hostFunction("tsr_path_may")(path, mode) === 0;
}

/** Uid of what the path leads to. @throws SystemError */
export function ownerOf(path: string): number {
  return checked(hostFunction("tsr_path_owner")(path), "stat", path);
}

/** chmod(2). @throws SystemError */
export function changeMode(path: string, mode: number): void {
  checked(hostFunction("tsr_path_mode")(path, mode), "chmod", path);
}

/** unlink(2). @throws SystemError */
export function unlinkFile(path: string): void {
  checked(hostFunction("tsr_path_unlink")(path), "unlink", path);
}

/** mkdir(2). @throws SystemError */
export function makeOneDirectory(path: string, mode: number): void {
  checked(hostFunction("tsr_directory_make")(path, mode), "mkdir", path);
}

/** Makes a directory and those above it that are missing. @throws SystemError */
export function makeDirectories(path: string, mode: number): void {
  const make = hostFunction("tsr_directory_make");
  // Nearly always all but the last one are there.
  if (isDirectory(path) || make(path, mode) === 0) return;
  const parent = path.slice(0, path.lastIndexOf("/"));
  if (parent !== "") makeDirectories(parent, mode);
  const made = make(path, mode);
  // Another may have been faster.
  if (made < 0 && !isDirectory(path)) checked(made, "mkdir", path);
}

/** rmdir(2). @throws SystemError */
export function removeOneDirectory(path: string): void {
  checked(hostFunction("tsr_directory_remove")(path), "rmdir", path);
}

/** Removes a directory with all below it, through no link; what is missing is fine. @throws SystemError */
export function removeTree(path: string): void {
  const unlink = hostFunction("tsr_path_unlink");
  try {
    for (const name of listDirectory(path)) {
      const child = `${path}/${name}`;
      const result = unlink(child);
      // Only a directory itself answers so, never a link to one.
      if (result === -EISDIR) removeTree(child);
      else if (result !== -ENOENT) checked(result, "unlink", child);
    }
    removeOneDirectory(path);
  } catch (error) {
    if (!(error instanceof SystemError) || error.errno !== ENOENT) throw error;
  }
}

/** One question to {@link readAll}. */
export interface Request {
  readonly kind: "file" | "link" | "directory" | "executable";
  readonly path: string;
}

/** What a question found: the text (of a directory its names, each with a NUL), or the errno. */
export type Answer = string | number;

/** Many questions in one call. @throws SystemError */
export function readAll(requests: readonly Request[]): readonly Answer[] {
  const words = requests.map(({ kind, path }) => `${kind === "executable" ? "x" : kind[0]}${path}`);
  const call = hostFunction("tsr_read_all");
  const bytes = roomy((room) => call(words, room), "read", "the host");
  const answers: Answer[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const head = bytes.readInt32LE(at);
    at += 4;
    answers.push(head < 0 ? -head : bytes.toString("utf8", at, at + Math.max(head, 0)));
    at += Math.max(head, 0);
  }
  if (answers.length !== requests.length) throw systemError("read", EINVAL, "the host");
  return answers;
}

/** The names that a directory's answer holds. */
export function namesOf(answer: Answer): readonly string[] {
  return typeof answer === "string" ? namesIn(answer) : [];
}
