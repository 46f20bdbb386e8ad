// Who owns the container's cgroup on v2 (config-linux, "Cgroup ownership"): a container with a cgroup
// namespace of its own and a writable view of it may divide what it was given.
import { CAP } from "./kernel.ts";
import { holds } from "./scope.ts";
import { asked } from "./steps.ts";
import type { Config, IdMapping } from "../config/config.gen.ts";
import type { Place } from "./resources-write.ts";
import type { Facts, Step } from "./types.ts";

/**
 * Hands the directory and the files of /sys/kernel/cgroup/delegate to the process' user, and nothing
 * else: limits stay the host's. Nothing is done on v1, for a user that has the cgroup already, and in a
 * user namespace that is joined, whose maps config.json does not tell.
 */
export function ownerSteps(
  config: Config,
  facts: Facts,
  places: readonly Place[],
): readonly Step[] {
  const pointer = writableMount(config);
  const uid = hostUid(config);
  if (facts.cgroup.mode !== "v2" || pointer === null || !makesNamespace(config)) return [];
  if (uid === null || uid === facts.euid || !holds(facts, CAP.chown)) return [];
  return places.map(({ mount, path }) =>
    asked(
      "cgroup",
      pointer,
      { op: "cgroup-delegate", mount, path, uid, files: facts.cgroup.delegate },
      "a writable cgroup mount",
    ),
  );
}

function makesNamespace(config: Config): boolean {
  const namespaces = config.linux?.namespaces ?? [];
  return namespaces.some(({ type, path }) => type === "cgroup" && (path ?? "") === "");
}

/** The mount that asks for it, or null. */
function writableMount(config: Config): string | null {
  const index = (config.mounts ?? []).findIndex(
    ({ source, destination, options = [] }) =>
      source === "cgroup" && destination === "/sys/fs/cgroup" && !options.includes("ro"),
  );
  return index < 0 ? null : `/mounts/${index}`;
}

/** The id on the host of the process' user, null when it is not known. */
function hostUid(config: Config): number | null {
  const uid = config.process?.user?.uid ?? 0;
  const user = config.linux?.namespaces?.find(({ type }) => type === "user");
  if (user === undefined) return uid;
  return (user.path ?? "") === "" ? mapped(config.linux?.uidMappings ?? [], uid) : null;
}

function mapped(maps: readonly IdMapping[], id: number): number | null {
  const map = maps.find(({ containerID, size }) => id >= containerID && id - containerID < size);
  return map === undefined ? null : map.hostID + (id - map.containerID);
}
