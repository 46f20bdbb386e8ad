// The cgroup hierarchies of this host, from the texts of /proc/self/mountinfo and /proc/self/cgroup
// (cgroups(7)). Which controllers are where is read, never assumed.
import { isCovered, parseMountinfo } from "./mountinfo.ts";
import type { MountEntry } from "./mountinfo.ts";
import type { Facts, Hierarchy } from "../plan/types.ts";

/** What has to be asked of the file system besides the two texts. */
export interface CgroupProbe {
  /** Content of cgroup.controllers at a v2 mount point. */
  readonly controllers: (mount: string) => string;
  /** Whether the runtime may make directories in this one. */
  readonly writable: (directory: string) => boolean;
}

/** One line of /proc/self/cgroup. */
export interface Membership {
  /** Controllers, `name=...`, or nothing for v2. */
  readonly controllers: readonly string[];
  readonly path: string;
}

/** The hierarchies and the layout that they make. */
export function cgroupFacts(
  mountinfo: string,
  selfCgroup: string,
  delegate: readonly string[],
  probe: CgroupProbe,
): Facts["cgroup"] {
  const memberships = parseSelfCgroup(selfCgroup);
  const all = parseMountinfo(mountinfo, () => true);
  const mounts = usable(
    all.filter(
      (entry) =>
        (entry.fstype === "cgroup" || entry.fstype === "cgroup2") && !isCovered(entry, all),
    ),
  );
  const hierarchies = mounts.map((mount) => toHierarchy(mount, memberships, probe));
  return { mode: modeOf(hierarchies), hierarchies, delegate };
}

function modeOf(hierarchies: readonly Hierarchy[]): Facts["cgroup"]["mode"] {
  const v1 = hierarchies.some(({ version }) => version === 1);
  const v2 = hierarchies.some(({ version }) => version === 2);
  if (v1) return v2 ? "hybrid" : "v1";
  return v2 ? "v2" : "none";
}

/** Lines `4:memory:/path`, `9:name=systemd:/path`, `0::/path`; a path may hold colons. */
export function parseSelfCgroup(text: string): readonly Membership[] {
  return text.split("\n").flatMap((line) => {
    const first = line.indexOf(":");
    const second = line.indexOf(":", first + 1);
    if (first < 0 || second < 0) return [];
    const controllers = line.slice(first + 1, second);
    const path = line.slice(second + 1);
    return [{ controllers: controllers === "" ? [] : controllers.split(","), path }];
  });
}

/**
 * One mount for each hierarchy. The same super block may be mounted more than once: the one that
 * shows most of it is taken. Of two mounts on one point the later one hides the earlier.
 */
function usable(mounts: readonly MountEntry[]): readonly MountEntry[] {
  const onTop = new Map(mounts.map((mount) => [mount.mount, mount]));
  const chosen = new Map<string, MountEntry>();
  for (const mount of onTop.values()) {
    const known = chosen.get(mount.device);
    if (known === undefined || mount.root.length < known.root.length)
      chosen.set(mount.device, mount);
  }
  return [...chosen.values()];
}

function toHierarchy(
  entry: MountEntry,
  memberships: readonly Membership[],
  probe: CgroupProbe,
): Hierarchy {
  const version = entry.fstype === "cgroup2" ? 2 : 1;
  const membership = memberships.find(({ controllers }) =>
    version === 2
      ? controllers.length === 0
      : controllers.length > 0 && controllers.every((name) => entry.superOptions.includes(name)),
  );
  const own = below(entry.root, membership?.path ?? "/");
  const controllers =
    version === 2
      ? probe
          .controllers(entry.mount)
          .trim()
          .split(" ")
          .filter((name) => name !== "")
      : (membership?.controllers ?? []).filter((name) => !name.startsWith("name="));
  const named = entry.superOptions.find((option) => option.startsWith("name="));
  const place = version === 2 ? own.slice(0, Math.max(own.lastIndexOf("/"), 0)) : own;
  return {
    mount: entry.mount,
    version,
    controllers,
    name: version === 1 && controllers.length === 0 ? (named?.slice("name=".length) ?? null) : null,
    own,
    writable: !entry.options.includes("ro") && probe.writable(`${entry.mount}${place}`),
  };
}

/**
 * /proc/self/cgroup counts from the hierarchy's root, a mount may show only what is below some
 * cgroup (a container's own): the path as seen from the mount point.
 */
function below(root: string, path: string): string {
  if (root === "/") return path.startsWith("/..") ? "/" : path;
  if (path === root) return "/";
  return path.startsWith(`${root}/`) ? path.slice(root.length) : "/";
}
