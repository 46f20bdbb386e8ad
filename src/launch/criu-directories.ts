// The directories that CRIU works in, opened by us: it takes them by the numbers of our descriptors.
import { makeDirectories, realPath } from "../native/paths.ts";
import { closeFd, O_DIRECTORY, O_RDONLY, openFile } from "../native/files.ts";
import type { CriuDirectories } from "../plan/criu.ts";
import type { CriuPaths } from "./options.ts";

/** Open directories. */
export interface OpenDirectories extends CriuDirectories {
  readonly close: () => void;
}

/** Makes a directory; what belongs to the container's memory is nobody else's to read. */
function makePrivate(path: string): void {
  // One that is there already keeps what it has: images of an earlier time are replaced.
  makeDirectories(path, 0o700);
}

/** Makes those that are missing. */
export function makeBoth({ imagePath, workPath }: CriuPaths): void {
  makePrivate(imagePath);
  makeWorkDirectory(workPath);
}

/** Makes the work directory when there is to be one. */
export function makeWorkDirectory(workPath: string | null): void {
  if (workPath !== null) makePrivate(workPath);
}

/**
 * Opens them, where it matters in the mount namespace of CRIU: it mounts below its work directory,
 * which the kernel refuses for a directory of another namespace.
 * @param criu - CRIU's pid, when it has a mount namespace of its own
 * @throws SystemError
 */
export function openDirectories(
  { imagePath, workPath }: CriuPaths,
  criu: number | null,
): OpenDirectories {
  const open = (path: string): number =>
    openFile(
      // Without links: an absolute one would lead out of the other namespace.
      criu === null ? path : `/proc/${criu}/root${realPath(path)}`,
      O_RDONLY | O_DIRECTORY,
    );
  const images = open(imagePath);
  let work: number | null = null;
  try {
    work = workPath === null ? null : open(workPath);
  } catch (error) {
    closeFd(images);
    throw error;
  }
  return {
    images,
    work,
    close: () => {
      closeFd(images);
      closeFd(work ?? -1);
    },
  };
}

/** Where a log is. */
export function logPath({ imagePath, workPath }: CriuPaths, name: string): string {
  return `${workPath ?? imagePath}/${name}`;
}

/** Beside the images: what stdio was, for the pipes that a restore replaces. */
export const DESCRIPTORS = "descriptors.json";
