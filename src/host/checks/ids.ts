// User and group ids: whether the id maps can be written by this user, and whether the limit of
// namespaces leaves room.
import { below } from "../../json/pointer.ts";
import { finding } from "../../config/finding.ts";
import type { IdMapping } from "../../config/config.gen.ts";
import { NAMESPACE_FILES } from "../../plan/namespaces.ts";
import { CAP } from "../../plan/kernel.ts";
import { holds } from "../../plan/scope.ts";
import type { HostScope } from "./view.ts";

type Range = readonly [first: number, count: number];

/** Ranges of a user in /etc/subuid or /etc/subgid: lines of `name-or-uid:first:count` (subuid(5)). */
export function subordinate(text: string, uid: number, name: string | null): readonly Range[] {
  return text.split("\n").flatMap((line) => {
    const [owner, first, count] = line.split(":");
    const own = owner === `${uid}` || (name !== null && owner === name);
    return own && first !== undefined && count !== undefined
      ? [[Number(first), Number(count)] as const]
      : [];
  });
}

/** The login name of a user id, by /etc/passwd alone; null when it is not there. */
export function loginName(passwd: string, uid: number): string | null {
  const line = passwd.split("\n").find((entry) => entry.split(":")[2] === `${uid}`);
  return line?.split(":")[0] ?? null;
}

function covers(ranges: readonly Range[], map: IdMapping): boolean {
  return ranges.some(
    ([first, count]) => map.hostID >= first && map.hostID + map.size <= first + count,
  );
}

/** Ids of the host that this process' own user namespace knows: /proc/self/uid_map, inside first. */
function known(view: HostScope["view"], file: string): readonly Range[] {
  const lines = (view.text(`/proc/self/${file}`) ?? "0 0 4294967295").split("\n");
  return lines.map((line) => {
    const [inside = "0", , count = "0"] = line.trim().split(/\s+/);
    return [Number(inside), Number(count)];
  });
}

interface Side {
  readonly member: "uidMappings" | "gidMappings";
  readonly own: number;
  readonly capability: number;
  readonly file: string;
  readonly map: string;
}

function checkMaps(scope: HostScope, side: Side): void {
  const { config, facts, view, report } = scope;
  const maps = config.linux?.[side.member] ?? [];
  const may = holds(facts, side.capability);
  const name = loginName(view.text("/etc/passwd") ?? "", facts.euid);
  const ranges = may
    ? known(view, side.map)
    : [[side.own, 1] as const, ...subordinate(view.text(side.file) ?? "", facts.euid, name)];
  const whose = may ? `this user namespace (/proc/self/${side.map})` : `${side.file} for this user`;
  for (const [index, map] of maps.entries()) {
    if (covers(ranges, map)) continue;
    const rule = `${map.hostID} and the ${map.size - 1} ids that follow are not in ${whose}`;
    report(finding("error", `${below(`/linux/${side.member}`, index)}/hostID`, rule));
  }
}

/** A limit of 0 is how distributions switch a kind of namespace off (namespaces(7)). */
function checkLimits({ config, view, report }: HostScope): void {
  for (const [index, { type, path = "" }] of (config.linux?.namespaces ?? []).entries()) {
    if (path !== "") continue;
    const file = `/proc/sys/user/max_${NAMESPACE_FILES[type]}_namespaces`;
    if (view.text(file)?.trim() !== "0") continue;
    report(finding("error", `${below("/linux/namespaces", index)}/type`, `${file} is 0`, type));
  }
}

/** Checks the ids and namespaces that this user may have. */
export function checkIds(scope: HostScope): void {
  const { config, facts } = scope;
  checkLimits(scope);
  const made = config.linux?.namespaces?.some(
    ({ type, path = "" }) => type === "user" && path === "",
  );
  if (made !== true) return;
  checkMaps(scope, {
    member: "uidMappings",
    own: facts.euid,
    capability: CAP.setuid,
    file: "/etc/subuid",
    map: "uid_map",
  });
  checkMaps(scope, {
    member: "gidMappings",
    own: facts.egid,
    capability: CAP.setgid,
    file: "/etc/subgid",
    map: "gid_map",
  });
}
