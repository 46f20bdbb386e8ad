// Idmapped mounts (mount_setattr(2), MOUNT_ATTR_IDMAP): whose ids a bind mount translates, and how.
import type { IdMapping } from "../config/config.gen.ts";
import type { OpNamed } from "../wire/ops.ts";
import { mapText } from "./idmaps.ts";
import type { MountEntry } from "./mount-entry.ts";
import { privileged } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { PlanError } from "./types.ts";

/** The step for the tree in a slot. */
export type TreeIdmap = Omit<OpNamed<"idmap-tree">, "slot">;

/**
 * How the entry is idmapped, null when it is not. The mount's own mappings come first, then the
 * ranges behind `idmap=`, then the container's user namespace.
 * @throws PlanError when there is nothing to map by, or the mount cannot be mapped
 */
export function treeIdmap(scope: Scope, entry: MountEntry): TreeIdmap | null {
  const { mount, options, pointer } = entry;
  const mapped = (mount.uidMappings?.length ?? 0) > 0;
  if (options.idmap === null && !mapped) return null;
  const at = options.idmap === null ? `${pointer}/uidMappings` : `${pointer}/options`;
  if (!options.bind) throw new PlanError(at, "only a bind mount can be idmapped");
  if (!privileged(scope.facts)) {
    throw new PlanError(at, "an idmapped mount needs CAP_SYS_ADMIN on the host");
  }
  const recursive = options.idmap?.recursive === true ? 1 : 0;
  return { op: "idmap-tree", recursive, ...source(scope, entry, at) };
}

function source(
  { config, namespaces }: Scope,
  { mount, options }: MountEntry,
  at: string,
): Pick<TreeIdmap, "uids" | "gids" | "namespace"> {
  const { uidMappings = [], gidMappings = [] } = mount;
  const own = {
    uids: config.linux?.uidMappings ?? [],
    gids: config.linux?.gidMappings ?? [],
  };
  if (uidMappings.length > 0) {
    return { uids: mapText(uidMappings), gids: mapText(gidMappings), namespace: null };
  }
  const ranges = options.idmap?.ranges ?? null;
  if (ranges !== null) return { ...readRanges(ranges, own, at), namespace: null };
  if (namespaces.makes("user")) {
    return { uids: mapText(own.uids), gids: mapText(own.gids), namespace: null };
  }
  const joined = namespaces.wanted.find((one) => one.kind === "user")?.path ?? null;
  if (joined === null) {
    throw new PlanError(at, "idmap needs mappings of the mount, or a user namespace");
  }
  return { uids: "", gids: "", namespace: joined };
}

type Both = Readonly<Record<"uids" | "gids", readonly IdMapping[]>>;

/** `uids=0-1-10#10-11-10;gids=0-100-10`: of the file system, of the host, how many. */
function readRanges(text: string, own: Both, at: string): Record<"uids" | "gids", string> {
  const read = { uids: "", gids: "" };
  for (const part of text.split(";")) {
    const [, kind, list] = /^(uids|gids)=(.+)$/.exec(part) ?? [];
    if (list === undefined || (kind !== "uids" && kind !== "gids")) {
      throw new PlanError(at, `idmap: ${part} is neither uids=... nor gids=...`);
    }
    read[kind] = mapText(list.split("#").map((range) => readRange(range, own[kind], at)));
  }
  if (read.uids === "" || read.gids === "") throw new PlanError(at, "idmap needs uids and gids");
  return read;
}

// With @ the second number is the container's: it moves as its user namespace moves the first.
function readRange(text: string, own: readonly IdMapping[], at: string): IdMapping {
  const [, relative, file, host, size] = /^(@?)(\d+)-(\d+)-(\d+)$/.exec(text) ?? [];
  if (relative === undefined) throw new PlanError(at, `idmap: ${text} is not FROM-TO-COUNT`);
  const first = Number(file);
  const map = own.find((one) => first >= one.containerID && first < one.containerID + one.size);
  if (relative === "@" && map === undefined) {
    throw new PlanError(at, `idmap: ${first} is not mapped in the user namespace`);
  }
  const shift = relative === "@" && map !== undefined ? map.hostID - map.containerID : 0;
  return { containerID: first, hostID: Number(host) + shift, size: Number(size) };
}
