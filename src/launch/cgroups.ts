// The cgroups of a container that is there, with the hierarchies that they are in.
import type { Spot } from "../plan/cgroup.ts";
import type { Facts } from "../plan/types.ts";
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
