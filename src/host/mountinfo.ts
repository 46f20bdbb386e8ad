// /proc/PID/mountinfo (proc_pid_mountinfo(5)): one line for each mount.

/** A mount of this mount namespace. */
export interface MountEntry {
  readonly id: number;
  /** The mount that this one lies on. */
  readonly parent: number;
  /** Device `major:minor`: the same for all mounts of one super block. */
  readonly device: string;
  /** What part of the file system is mounted. */
  readonly root: string;
  /** Mount point. */
  readonly mount: string;
  /** Options of the mount (`ro`). */
  readonly options: readonly string[];
  readonly fstype: string;
  /** Options of the super block (`memory`, `name=systemd`). */
  readonly superOptions: readonly string[];
}

/** The lines whose file system type `wanted` accepts; the others are not taken apart. */
export function parseMountinfo(
  text: string,
  wanted: (fstype: string) => boolean,
): readonly MountEntry[] {
  const entries: MountEntry[] = [];
  for (const line of text.split("\n")) {
    // Optional fields end with a dash of their own; the type follows.
    const end = line.indexOf(" - ");
    if (end < 0) continue;
    const [fstype = "", , superOptions = ""] = line.slice(end + 3).split(" ");
    if (!wanted(fstype)) continue;
    const [id, parent, device = "", root = "/", mount = "/", options = ""] = line
      .slice(0, end)
      .split(" ");
    entries.push({
      id: Number(id),
      parent: Number(parent),
      device,
      root: unescapeOctal(root),
      mount: unescapeOctal(mount),
      options: options.split(","),
      fstype,
      superOptions: superOptions.split(","),
    });
  }
  return entries;
}

/**
 * Whether no path leads to a mount: another one lies on a directory above its mount point, or above
 * that of a mount that it lies on. The order of the lines does not tell: mounts move.
 */
export function isCovered(entry: MountEntry, all: readonly MountEntry[]): boolean {
  let at: MountEntry | undefined = entry;
  // Mounts that come and go while the kernel writes its lines may take the same number again: parents
  // that lead in a circle end after as many steps as there are mounts.
  for (let left = all.length; at !== undefined && left > 0; left--) {
    const { id, parent, mount }: MountEntry = at;
    let above: MountEntry | undefined;
    for (const other of all) {
      if (other.id === parent) above ??= other;
      // Had it been there first, the mount would lie on it.
      if (other.parent === parent && other.id !== id && isAbove(other.mount, mount)) return true;
    }
    at = parent === id ? undefined : above;
  }
  return false;
}

function isAbove(directory: string, path: string): boolean {
  if (directory === path || !path.startsWith(directory)) return false;
  return directory === "/" || path[directory.length] === "/";
}

/** The kernel writes blank, tab, newline and backslash as a backslash and three octal digits. */
function unescapeOctal(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
