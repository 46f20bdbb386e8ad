// /proc/PID/mountinfo (proc_pid_mountinfo(5)): one line for each mount.

/** A mount of this mount namespace. */
export interface MountEntry {
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
    const [, , device = "", root = "/", mount = "/", options = ""] = line.slice(0, end).split(" ");
    entries.push({
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

/** The kernel writes blank, tab, newline and backslash as a backslash and three octal digits. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
