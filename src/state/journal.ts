// The journal: what a create is about to make, line by line, written before it is made. When a
// create dies half-way (SIGKILL), delete --force reads from it what has to go.
import { utf8 } from "../native/text.ts";
import {
  closeFd,
  O_APPEND,
  O_CREAT,
  O_NOFOLLOW,
  O_WRONLY,
  openFile,
  writeAll,
} from "../native/files.ts";
import { readText } from "../native/paths.ts";
import { containerFile, isMissing } from "./directory.ts";
import { isNormal } from "./paths.ts";

/** One thing that a create made or is about to make. */
export type Entry =
  | {
      readonly kind: "creator";
      readonly pid: number;
      readonly start: number;
      readonly bootId: string;
    }
  /** `service`: a program of the host that makes the container's processes (CRIU). */
  | { readonly kind: "init" | "service"; readonly pid: number; readonly start: number }
  | { readonly kind: "rdt"; readonly path: string }
  /** `from`: the highest directory on the way that was not there either. */
  | { readonly kind: "cgroup"; readonly path: string; readonly from?: string }
  /** Mounts on this root, of which there were `before`: it shares our mount namespace. */
  | { readonly kind: "mounts"; readonly path: string; readonly before: number }
  | { readonly kind: "unit"; readonly unit: string; readonly user: boolean };

/** An open journal. */
export interface Journal {
  readonly write: (entry: Entry) => void;
  readonly close: () => void;
}

/** Opens the journal of a container that is being created. @throws SystemError */
export function openJournal(root: string, id: string): Journal {
  const path = containerFile(root, id, "journal");
  const fd = openFile(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o600);
  return {
    // One write each: a line is there whole or, cut off by a full disk, is not read.
    write: (entry) => writeAll(fd, utf8(`${JSON.stringify(entry)}\n`), path),
    close: () => closeFd(fd),
  };
}

/** Reads the entries; a cut last line is left out, a missing journal is empty. */
export function readJournal(root: string, id: string): readonly Entry[] {
  let text: string;
  try {
    text = readText(containerFile(root, id, "journal"));
  } catch (error) {
    // What cannot be read must not be taken for empty: the cgroups in it would be forgotten.
    if (!isMissing(error)) throw error;
    return [];
  }
  const entries: Entry[] = [];
  for (const line of text.split("\n")) {
    const entry = parseEntry(line);
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

function isPath(value: unknown): value is string {
  return typeof value === "string" && isNormal(value);
}

/** `from` leads to the cgroup, or is not there. */
function isAbove(from: unknown, path: string): boolean {
  return from === undefined || (isPath(from) && path.startsWith(`${from}/`));
}

function isWhole(value: Entry): boolean {
  switch (value.kind) {
    case "creator":
    case "init":
    case "service":
      return Number.isSafeInteger(value.pid) && value.pid > 0 && Number.isSafeInteger(value.start);
    case "cgroup":
      return isPath(value.path) && isAbove(value.from, value.path);
    case "rdt":
      return isPath(value.path);
    case "mounts":
      return isPath(value.path) && Number.isSafeInteger(value.before) && value.before >= 0;
    case "unit":
      return typeof value.unit === "string" && typeof value.user === "boolean";
    default:
      return false;
  }
}

function parseEntry(line: string): Entry | null {
  if (line === "") return null;
  try {
    const value = JSON.parse(line) as Entry;
    return isWhole(value) ? value : null;
  } catch {
    return null;
  }
}
