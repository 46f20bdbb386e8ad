// linux.resources.devices for cgroup v1: writes to devices.allow and devices.deny. The kernel keeps a
// default and a list of exceptions and takes an exception back only by its exact words, so the list
// is followed here: what changes nothing is not written, what cannot be said is refused.
import { ACCESS, FULL, isTotal } from "./device-rules.ts";
import type { Rule } from "./device-rules.ts";
import { cgroupWrite } from "./resources-write.ts";
import type { Place } from "./resources-write.ts";
import { always } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Step } from "./types.ts";

interface Exception {
  readonly type: "b" | "c";
  readonly major: number | null;
  readonly minor: number | null;
  access: number;
}

interface ExceptionWords {
  readonly type: "b" | "c";
  readonly numbers: Numbers;
  readonly access: number;
  readonly text: string;
}

interface Entry {
  readonly allow: boolean;
  /** `a`, or `c 1:3 rwm`. */
  readonly text: string;
}

/** The writes for these rules, in order. @throws PlanError for a rule that v1 has no words for */
export function deviceWritesV1(place: Place, rules: readonly Rule[]): readonly Step[] {
  const list = new DeviceList();
  // A rule about everything ends what was before it.
  const start = Math.max(0, rules.findLastIndex(isTotal));
  return rules
    .slice(start)
    .flatMap((rule) => list.apply(rule).map((entry) => toStep(place, rule, entry)));
}

/**
 * The writes that lead from one list of rules to another while the container runs: what is allowed
 * anew first, so that nothing that both allow is ever denied on the way. A change of the default is
 * written whole.
 *
 * @throws PlanError for a rule that v1 has no words for
 */
export function deviceChangesV1(
  place: Place,
  before: readonly Rule[],
  after: readonly Rule[],
): readonly Step[] {
  const [old, now] = [DeviceList.of(before), DeviceList.of(after)];
  if (old.allows !== false || now.allows !== false) return deviceWritesV1(place, after);
  const [had, has] = [old.words(), now.words()];
  const write = (file: string, text: string): Step =>
    cgroupWrite(place, file, text, "/linux/resources/devices");
  return [
    ...[...has].flatMap(([key, { text, access }]) =>
      had.get(key)?.access === access ? [] : [write("devices.allow", text)],
    ),
    ...[...had].flatMap(([key, { type, numbers, access }]) => {
      const gone = access & ~(has.get(key)?.access ?? 0);
      return gone === 0 ? [] : [write("devices.deny", words(type, numbers, gone))];
    }),
  ];
}

function toStep(place: Place, rule: Rule, entry: Entry): Step {
  const file = entry.allow ? "devices.allow" : "devices.deny";
  const step = cgroupWrite(place, file, entry.text, rule.pointer ?? "");
  if (rule.pointer !== null) return step;
  return always(
    "cgroup",
    rule.allow ? "a device that every container may use" : "devices start closed",
    step.op,
  );
}

/** The kernel's view of one cgroup, from a first `a` on. */
class DeviceList {
  #allow: boolean | null = null;
  #exceptions: Exception[] = [];

  /** The list that these rules make. */
  static of(rules: readonly Rule[]): DeviceList {
    const list = new DeviceList();
    for (const rule of rules) list.apply(rule);
    return list;
  }

  /** What holds for a device that no exception names. */
  get allows(): boolean | null {
    return this.#allow;
  }

  /** The exceptions by type and numbers. */
  words(): ReadonlyMap<string, ExceptionWords> {
    return new Map(
      this.#exceptions.map((one) => [
        words(one.type, one, 0),
        {
          type: one.type,
          numbers: one,
          access: one.access,
          text: words(one.type, one, one.access),
        },
      ]),
    );
  }

  /** What has to be written for a rule. */
  apply(rule: Rule): readonly Entry[] {
    if (isTotal(rule)) {
      const known = this.#allow === rule.allow && this.#exceptions.length === 0;
      this.#allow = rule.allow;
      this.#exceptions = [];
      return known ? [] : [{ allow: rule.allow, text: "a" }];
    }
    // The kernel takes `a` as everything, whatever stands behind it.
    const types = rule.type === "a" ? (["c", "b"] as const) : [rule.type];
    return types.flatMap((type) =>
      rule.allow === this.#allow ? this.#remove(rule, type) : this.#add(rule, type),
    );
  }

  /** The rule is the default's opposite: one more exception. */
  #add(rule: Rule, type: "b" | "c"): readonly Entry[] {
    const covering = this.#exceptions.filter((known) => known.type === type && covers(known, rule));
    const missing = covering.reduce((access, known) => access & ~known.access, rule.access);
    if (missing === 0) return [];
    const same = covering.find((known) => known.major === rule.major && known.minor === rule.minor);
    if (same === undefined)
      this.#exceptions.push({ type, major: rule.major, minor: rule.minor, access: rule.access });
    else same.access |= rule.access;
    return [{ allow: rule.allow, text: words(type, rule, rule.access) }];
  }

  /** The rule is the default again: exceptions below it go. */
  #remove(rule: Rule, type: "b" | "c"): readonly Entry[] {
    const entries: Entry[] = [];
    for (const known of this.#exceptions) {
      const access = known.access & rule.access;
      if (known.type !== type || access === 0 || !overlap(known, rule)) continue;
      if (!covers(rule, known)) {
        throw new PlanError(
          rule.pointer ?? "/linux/resources/devices",
          `cgroup v1 cannot make an exception (${words(type, rule, rule.access)}) from a wider rule (${words(type, known, known.access)})`,
        );
      }
      known.access &= ~access;
      entries.push({ allow: rule.allow, text: words(type, known, access) });
    }
    this.#exceptions = this.#exceptions.filter((known) => known.access !== 0);
    return entries;
  }
}

type Numbers = Pick<Exception, "major" | "minor">;

function covers(wide: Numbers, narrow: Numbers): boolean {
  return (
    (wide.major === null || wide.major === narrow.major) &&
    (wide.minor === null || wide.minor === narrow.minor)
  );
}

function overlap(a: Numbers, b: Numbers): boolean {
  return (
    (a.major === null || b.major === null || a.major === b.major) &&
    (a.minor === null || b.minor === null || a.minor === b.minor)
  );
}

function words(type: "b" | "c", numbers: Numbers, access: number): string {
  const letters = (["r", "w", "m"] as const)
    .filter((letter) => (access & ACCESS[letter]) !== 0)
    .join("");
  return `${type} ${numbers.major ?? "*"}:${numbers.minor ?? "*"} ${access === FULL ? "rwm" : letters}`;
}
