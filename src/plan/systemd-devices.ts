// Device rules as systemd's DeviceAllow: by node (`/dev/char/1:3`), by driver (`char-pts`) or all of a
// kind (`char-*`). It has no word for an exception, so it allows at least what the rules allow; the
// driver writes the rules themselves behind it.
import { array, text } from "../wire/gvariant.ts";
import { ACCESS, allowsAll, FULL } from "./device-rules.ts";
import type { Rule } from "./device-rules.ts";
import type { UnitProperty } from "../wire/gvariant.ts";

/** Major number to driver name, from /proc/devices. */
export interface DeviceGroups {
  readonly c: Readonly<Record<string, string>>;
  readonly b: Readonly<Record<string, string>>;
}

const KINDS = { c: "char", b: "block" } as const;

/** DevicePolicy and DeviceAllow for rules in the order that decides. */
export function deviceProperties(
  rules: readonly Rule[],
  groups: DeviceGroups,
): readonly UnitProperty[] {
  const open = allowsAll(rules);
  const allowed = new Map<string, number>();
  for (const [index, rule] of rules.entries()) {
    if (open || !rule.allow || rules.slice(index + 1).some((later) => undoes(later, rule)))
      continue;
    for (const name of specifiers(rule, groups)) {
      allowed.set(name, (allowed.get(name) ?? 0) | rule.access);
    }
  }
  const list = [...allowed].map(
    ([name, access]) => ({ type: "tuple", items: [text(name), text(letters(access))] }) as const,
  );
  return [
    { name: "DevicePolicy", value: text(open ? "auto" : "strict") },
    { name: "DeviceAllow", value: array("(ss)", list) },
  ];
}

/** Whether a later rule takes all of an earlier one back. */
function undoes(later: Rule, rule: Rule): boolean {
  return (
    !later.allow &&
    (later.type === "a" || later.type === rule.type) &&
    (later.major === null || later.major === rule.major) &&
    (later.minor === null || later.minor === rule.minor) &&
    (rule.access & ~later.access) === 0
  );
}

function letters(access: number): string {
  if (access === FULL) return "rwm";
  return (["r", "w", "m"] as const).filter((letter) => (access & ACCESS[letter]) !== 0).join("");
}

/** systemd's names for the devices of a rule; none for a driver that the kernel does not have. */
function specifiers({ type, major, minor }: Rule, groups: DeviceGroups): readonly string[] {
  const types = type === "a" ? (["c", "b"] as const) : [type];
  return types.flatMap((one) => {
    const kind = KINDS[one];
    if (major === null) return [`${kind}-*`];
    if (minor !== null) return [`/dev/${kind}/${major}:${minor}`];
    const driver = groups[one][`${major}`];
    return driver === undefined ? [] : [`${kind}-${driver}`];
  });
}
