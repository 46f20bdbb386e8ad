// The cgroups of a container that is there, with the hierarchies that they are in.
import { parseSelfCgroup } from "../host/cgroups.ts";
import { readText } from "../native/paths.ts";
import type { Spot } from "../plan/cgroup.ts";
import type { ExecCgroup, Facts } from "../plan/types.ts";
import type { SavedState } from "../state/document.ts";

/** One entry for each hierarchy in which the container has a cgroup. */
export function spotsOf(state: SavedState, facts: Facts): readonly Spot[] {
  const spots = new Map<string, Spot>();
  for (const directory of Object.values(state.cgroup_paths)) {
    const hierarchy = facts.cgroup.hierarchies.find((one) => directory.startsWith(`${one.mount}/`));
    if (hierarchy === undefined) continue;
    const { mount, version } = hierarchy;
    spots.set(directory, { hierarchy, mount, path: directory.slice(mount.length), version });
  }
  return [...spots.values()];
}

/** The same as exec has to know them. */
export function execCgroups(state: SavedState, facts: Facts): readonly ExecCgroup[] {
  return spotsOf(state, facts).map(({ hierarchy, mount, path, version }) => ({
    mount,
    path,
    version,
    controllers: hierarchy.name === null ? hierarchy.controllers : [`name=${hierarchy.name}`],
    initPath: version === 2 ? unifiedPath(state.init_process_pid, path) : null,
  }));
}

/** Where init is on v2, when that is below the container's cgroup. */
function unifiedPath(pid: number, container: string): string | null {
  const own = parseSelfCgroup(readText(`/proc/${pid}/cgroup`)).find(
    ({ controllers }) => controllers.length === 0,
  );
  return own?.path.startsWith(`${container}/`) === true ? own.path : null;
}
