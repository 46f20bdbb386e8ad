// Where a path leads inside a root, links followed as the root's owner sees them. For names alone: what
// is opened is resolved by the kernel at that moment.
import { lstatSync, readlinkSync } from "node:fs";

const MOST_LINKS = 40;

/** The target of a link, null for anything else. */
function linkAt(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function kindOf(path: string): Inside["kind"] {
  try {
    return lstatSync(path).isDirectory() ? "directory" : "other";
  } catch {
    return null;
  }
}

/** A path with its links resolved, and what is there; from the first part that is missing on as it is. */
export interface Inside {
  readonly path: string;
  readonly kind: "directory" | "other" | null;
}

/**
 * Resolves an absolute path inside `root`.
 *
 * @param root - absolute path of a directory of the host, `/proc/PID/root` too
 */
export function insideRoot(root: string, path: string): Inside {
  const rest = path.split("/").reverse();
  const parts: string[] = [];
  let links = 0;
  let kind: Inside["kind"] = "directory";
  for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      parts.pop();
      kind = "directory";
      continue;
    }
    const at = `/${[...parts, part].join("/")}`;
    const target = kind === null ? null : linkAt(`${root}${at}`);
    if (target !== null && links < MOST_LINKS) {
      links += 1;
      if (target.startsWith("/")) parts.length = 0;
      rest.push(...target.split("/").reverse());
      continue;
    }
    parts.push(part);
    kind = kind === null ? null : kindOf(`${root}${at}`);
  }
  return { path: `/${parts.join("/")}`, kind };
}
