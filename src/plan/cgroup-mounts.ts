// Mounts of type cgroup. v1 is one hierarchy per directory below a tmpfs, v2 is one tree; without a
// cgroup namespace the container sees its own cgroup by a bind mount, never the host's whole tree.
import { ATTR } from "./kernel.ts";
import { hostBind, lateReadOnly, PRIVATE_BIND } from "./mount-entry.ts";
import type { EntrySteps, MountEntry } from "./mount-entry.ts";
import { newMountAttributes } from "./mount-options.ts";
import { baseName, joinPaths } from "./paths.ts";
import type { Scope } from "./scope.ts";
import { asked } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Hierarchy, Step } from "./types.ts";

/** Absolute host directories of the container's cgroup, by controller, v1 name or `unified`. */
type CgroupPaths = Readonly<Record<string, string>>;

/**
 * One mount of type cgroup or cgroup2.
 * @throws PlanError when the host has no such hierarchy
 */
export function cgroupMount(scope: Scope, entry: MountEntry, paths: CgroupPaths): EntrySteps {
  const { hierarchies, mode } = scope.facts.cgroup;
  const unified = hierarchies.find((hierarchy) => hierarchy.version === 2);
  // The usual configurations say `cgroup` on every host.
  if (mode === "v2" || entry.mount.type === "cgroup2") {
    if (unified === undefined) throw missing(entry, "v2");
    return oneHierarchy(scope, entry, unified, entry.target, paths);
  }
  const v1 = hierarchies.filter((hierarchy) => hierarchy.version === 1);
  if (v1.length === 0) throw missing(entry, "v1");
  return versionOne(scope, entry, v1, paths);
}

function missing(entry: MountEntry, version: string): PlanError {
  return new PlanError(
    `${entry.pointer}/type`,
    `no cgroup ${version} hierarchy is mounted on this host`,
  );
}

function versionOne(
  scope: Scope,
  entry: MountEntry,
  hierarchies: readonly Hierarchy[],
  paths: CgroupPaths,
): EntrySteps {
  const { pointer, target, options } = entry;
  const attr = newMountAttributes(options);
  const tmpfs = asked("mounts", pointer, {
    op: "mount",
    fstype: "tmpfs",
    source: "tmpfs",
    target,
    attr: attr & ~ATTR.readOnly,
    words: [],
    options: ["mode=755"],
    propagation: options.propagation,
    strict: 0,
    copyup: 0,
  });
  const host: Step[] = [];
  const init = [tmpfs];
  for (const hierarchy of hierarchies) {
    const name = baseName(hierarchy.mount);
    const one = oneHierarchy(scope, entry, hierarchy, joinPaths(target, name), paths);
    host.push(...(one.host ?? []));
    init.push(...one.init);
    for (const controller of hierarchy.controllers) {
      if (controller === name) continue;
      const path = joinPaths(target, controller);
      init.push(asked("mounts", pointer, { op: "symlink", text: name, path, replace: 0 }));
    }
  }
  const readOnly = (attr & ATTR.readOnly) !== 0n;
  return { host, init, late: readOnly ? [lateReadOnly(pointer, target, ["ro"])] : [] };
}

function oneHierarchy(
  scope: Scope,
  entry: MountEntry,
  hierarchy: Hierarchy,
  target: string,
  paths: CgroupPaths,
): EntrySteps {
  const { pointer, options } = entry;
  const attr = newMountAttributes(options);
  const v2 = hierarchy.version === 2;
  if (scope.namespaces.has("cgroup")) {
    const mounted = asked("mounts", pointer, {
      op: "mount",
      fstype: v2 ? "cgroup2" : "cgroup",
      source: v2 ? (entry.mount.source ?? "cgroup") : "cgroup",
      target,
      attr,
      // The super block is the host's own: only the mount may become read-only.
      words: [],
      options: v2 ? options.data : versionOneOptions(hierarchy),
      propagation: options.propagation,
      strict: 0,
      copyup: 0,
    });
    return { init: [mounted] };
  }
  const made = containerDirectory(hierarchy, paths);
  return hostBind(scope, pointer, `cgroup-${baseName(target)}`, {
    source: made ?? joinPaths(hierarchy.mount, hierarchy.own),
    target,
    recursive: 0,
    // Without a cgroup of its own the container is in the runtime's, which is not its to change.
    set: made === null ? attr | ATTR.readOnly : attr,
    clear: options.top.clear & (made === null ? ~ATTR.readOnly : ~0n),
    rset: 0n,
    rclear: 0n,
    propagation: options.propagation === 0n ? PRIVATE_BIND : options.propagation,
  });
}

function versionOneOptions(hierarchy: Hierarchy): readonly string[] {
  const named = hierarchy.name === null ? [] : [`name=${hierarchy.name}`];
  // A hierarchy without controllers must be asked for as such.
  return hierarchy.controllers.length === 0
    ? ["none", ...named]
    : [...hierarchy.controllers, ...named];
}

/** The container's directory in a hierarchy, null when it has none there. */
function containerDirectory(hierarchy: Hierarchy, paths: CgroupPaths): string | null {
  const keys =
    hierarchy.version === 2
      ? ["unified", ""]
      : [
          ...hierarchy.controllers,
          ...(hierarchy.name === null ? [] : [hierarchy.name, `name=${hierarchy.name}`]),
        ];
  for (const key of keys) {
    const path = Object.hasOwn(paths, key) ? paths[key] : undefined;
    if (path !== undefined) return path;
  }
  return null;
}
