// linux.uidMappings and gidMappings: the text for the kernel, or the arguments of the subordinate id
// tools when the runtime may not write the maps itself (user_namespaces(7)).
import type { Config, IdMapping } from "../config/config.gen.ts";
import { CAP } from "./kernel.ts";
import { holds } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { asked } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Facts, Step } from "./types.ts";

/** Lines of /proc/PID/uid_map. */
export function mapText(mappings: readonly IdMapping[]): string {
  return mappings.map((map) => `${map.containerID} ${map.hostID} ${map.size}\n`).join("");
}

/** Whether an id of the container is mapped. */
export function isMapped(mappings: readonly IdMapping[], id: number): boolean {
  return mappings.some((map) => id >= map.containerID && id < map.containerID + map.size);
}

/** How the maps of a new user namespace are written. */
interface Way {
  readonly direct: boolean;
  readonly tool: string | null;
}

function way(
  facts: Facts,
  mappings: readonly IdMapping[],
  own: number,
  capability: number,
  tool: string | null,
): Way {
  if (holds(facts, capability)) return { direct: true, tool: null };
  const [only] = mappings;
  // Without the capability the kernel takes one line that maps the writer's own id.
  const direct = mappings.length === 1 && only?.hostID === own && only.size === 1;
  return { direct, tool: direct ? null : tool };
}

function gidWay(config: Config, facts: Facts): Way {
  const mappings = config.linux?.gidMappings ?? [];
  return way(facts, mappings, facts.egid, CAP.setgid, facts.newgidmap);
}

/**
 * Whether setgroups(2) is denied in the container's new user namespace: the kernel takes a gid map
 * from a writer without CAP_SETGID only then.
 */
export function deniesSetgroups(config: Config, facts: Facts): boolean {
  return gidWay(config, facts).direct && !holds(facts, CAP.setgid);
}

function toolArgs(
  path: Way,
  mappings: readonly IdMapping[],
  name: string,
  pointer: string,
): readonly string[] {
  if (path.direct) return [];
  if (path.tool === null) {
    throw new PlanError(pointer, `these mappings need ${name}, which was not found`);
  }
  const numbers = mappings.flatMap((map) => [map.containerID, map.hostID, map.size]);
  return [path.tool, ...numbers.map(String)];
}

/**
 * The maps of a new user namespace; nothing for a joined one, whose maps are what they are.
 * @throws PlanError when the maps are missing, or need a tool that the host lacks
 */
export function idmapSteps(scope: Scope): readonly Step[] {
  const { config, facts, namespaces, warnings } = scope;
  const uids = config.linux?.uidMappings ?? [];
  const gids = config.linux?.gidMappings ?? [];
  if (!namespaces.makes("user")) {
    if (namespaces.joins("user") && uids.length + gids.length > 0) {
      warnings.push({
        pointer: "/linux/uidMappings",
        message: "the mappings of the joined user namespace are used, not these",
      });
    }
    return [];
  }
  const uidWay = way(facts, uids, facts.euid, CAP.setuid, facts.newuidmap);
  return [
    asked("namespaces", "/linux/uidMappings", {
      op: "idmap",
      uids: mapText(uids),
      gids: mapText(gids),
      setgroups: deniesSetgroups(config, facts) ? "deny" : null,
      uidTool: toolArgs(uidWay, uids, "newuidmap", "/linux/uidMappings"),
      gidTool: toolArgs(gidWay(config, facts), gids, "newgidmap", "/linux/gidMappings"),
    }),
  ];
}

/**
 * init takes the identity of the container's root, so that what it makes is owned by a mapped id.
 * Where 0 is not mapped that is the first id that is.
 */
export function becomeSteps(scope: Scope): readonly Step[] {
  const { config, namespaces } = scope;
  if (!namespaces.has("user")) return [];
  const first = (mappings: readonly IdMapping[] | undefined): number => {
    const list = namespaces.makes("user") ? (mappings ?? []) : [];
    return list.length === 0 || isMapped(list, 0) ? 0 : (list[0]?.containerID ?? 0);
  };
  const uid = first(config.linux?.uidMappings);
  const gid = first(config.linux?.gidMappings);
  return [
    asked(
      "namespaces",
      "/linux/namespaces",
      { op: "become", uid, gid },
      "root of the user namespace",
    ),
  ];
}
