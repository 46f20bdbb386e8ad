// What the runtime itself is, from the texts of /proc/self.

/** Ids and capabilities of the runtime. */
export interface OwnIdentity {
  readonly euid: number;
  readonly egid: number;
  /** Effective capabilities as a mask. */
  readonly capabilities: bigint;
}

/** /proc/self/status (proc_pid_status(5)). @throws TypeError when a line is missing */
export function parseStatus(text: string): OwnIdentity {
  return {
    euid: Number(field(text, /^Uid:\t\d+\t(\d+)/m)),
    egid: Number(field(text, /^Gid:\t\d+\t(\d+)/m)),
    capabilities: BigInt(`0x${field(text, /^CapEff:\t([0-9a-f]+)/m)}`),
  };
}

function field(text: string, pattern: RegExp): string {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new TypeError(`/proc/self/status has no line ${pattern.source}`);
  return value;
}

/** /proc/self/uid_map of a user namespace that does not map every id to itself. */
export function isMapped(uidMap: string): boolean {
  // The usual line of the initial one first, as the kernel writes it.
  const usual = "         0          0 4294967295\n";
  return uidMap !== usual && uidMap.trim().split(/\s+/).join(" ") !== "0 0 4294967295";
}

/** `6.1.0-18-amd64` with its first two numbers. */
export function parseRelease(release: string): {
  readonly release: string;
  readonly major: number;
  readonly minor: number;
} {
  const match = /^(\d+)\.(\d+)/.exec(release);
  return { release, major: Number(match?.[1] ?? 0), minor: Number(match?.[2] ?? 0) };
}

/** Inode of a link in /proc/self/ns (`mnt:[4026531832]`), or null. */
export function parseNamespaceLink(link: string): string | null {
  const [start, end] = [link.indexOf(":["), link.length - 1];
  const inode = start > 0 && link.endsWith("]") ? link.slice(start + 2, end) : "";
  return inode !== "" && String(Number(inode)) === inode ? inode : null;
}

/**
 * The name that hugetlb's control files use for a directory of /sys/kernel/mm/hugepages
 * (`hugepages-2048kB` is `2MB`), or null.
 */
export function hugepageName(directory: string): string | null {
  const match = /^hugepages-(\d+)kB$/.exec(directory);
  if (match === null) return null;
  const size = Number(match[1]);
  if (size >= 1024 * 1024) return `${size / (1024 * 1024)}GB`;
  return size >= 1024 ? `${size / 1024}MB` : `${size}KB`;
}
