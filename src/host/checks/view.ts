// What the host checks look at, and how little: the kind of a path, and small files of /proc and
// /sys. A view of its own, so that tests need no host that is broken in just the right way.
import { accessSync, constants, readFileSync, realpathSync, statSync } from "node:fs";
import type { Config } from "../../config/config.gen.ts";
import type { Report } from "../../config/finding.ts";
import type { Facts } from "../../plan/types.ts";

/** What is at a path, links followed. `unseen`: this user may not look. */
export type PathKind =
  | "directory"
  | "file"
  | "block"
  | "char"
  | "socket"
  | "other"
  | "missing"
  | "unseen";

/** The host, read-only. */
export interface HostView {
  readonly kind: (path: string) => PathKind;
  /** Major and minor number of a device, null when it is none. */
  readonly device: (path: string) => readonly [major: number, minor: number] | null;
  readonly executable: (path: string) => boolean;
  /** A small text file without its last newline, null when it cannot be read. */
  readonly text: (path: string) => string | null;
  readonly realpath: (path: string) => string;
}

/** What every host check is given. */
export interface HostScope {
  readonly config: Config;
  /** Absolute path of the bundle. */
  readonly bundle: string;
  readonly facts: Facts;
  readonly view: HostView;
  readonly report: Report;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function kind(path: string): PathKind {
  try {
    const found = statSync(path);
    if (found.isDirectory()) return "directory";
    if (found.isFile()) return "file";
    if (found.isBlockDevice()) return "block";
    if (found.isCharacterDevice()) return "char";
    return found.isSocket() ? "socket" : "other";
  } catch (error) {
    const code = codeOf(error);
    return code === "EACCES" || code === "EPERM" ? "unseen" : "missing";
  }
}

/** dev_t as glibc and the kernel's stat(2) lay it out: makedev(3). */
function numbersOf(rdev: bigint): readonly [number, number] {
  const major = ((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & 0xffff_f000n);
  const minor = (rdev & 0xffn) | ((rdev >> 12n) & 0xffff_ff00n);
  return [Number(major), Number(minor)];
}

function tried<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}

/** The host that this process runs on. */
export const HOST_VIEW: HostView = {
  kind,
  device: (path) =>
    tried(() => {
      const found = statSync(path, { bigint: true });
      return found.isBlockDevice() || found.isCharacterDevice() ? numbersOf(found.rdev) : null;
    }),
  executable: (path) =>
    tried(() => {
      accessSync(path, constants.X_OK);
      return true;
    }) ?? false,
  text: (path) => tried(() => readFileSync(path, "utf8").replace(/\n$/, "")),
  realpath: (path) => tried(() => realpathSync(path)) ?? path,
};
