// Device rules in the order that decides: everything denied, then the configured rules, then the
// devices that every container may use. For each kind of access the last rule that matches wins.
import { PlanError } from "./types.ts";
import type { DeviceRule } from "../config/config.gen.ts";

/** Access bits, numbered as BPF_DEVCG_ACC_*. */
export const ACCESS = { m: 1, r: 2, w: 4 } as const;
/** All three. */
export const FULL = 7;

/** One rule with everything said. */
export interface Rule {
  readonly allow: boolean;
  /** Character, block, or both. */
  readonly type: "c" | "b" | "a";
  /** null: every number. */
  readonly major: number | null;
  readonly minor: number | null;
  /** A mask of ACCESS. */
  readonly access: number;
  /** JSON pointer, or null for the defaults. */
  readonly pointer: string | null;
}

const BASE = "/linux/resources/devices";

/** What comes first: nothing is allowed. */
export const DENY_ALL: Rule = {
  allow: false,
  type: "a",
  major: null,
  minor: null,
  access: FULL,
  pointer: null,
};

function usual(type: "c" | "b", major: number | null, minor: number | null, access: number): Rule {
  return { allow: true, type, major, minor, access, pointer: null };
}

/** Making any node, and using null, zero, full, random, urandom, tty, ptmx, ptys, tun. */
export const USUAL: readonly Rule[] = [
  usual("c", null, null, ACCESS.m),
  usual("b", null, null, ACCESS.m),
  usual("c", 1, 3, FULL),
  usual("c", 1, 5, FULL),
  usual("c", 1, 7, FULL),
  usual("c", 1, 8, FULL),
  usual("c", 1, 9, FULL),
  usual("c", 5, 0, FULL),
  usual("c", 5, 2, FULL),
  usual("c", 136, null, FULL),
  usual("c", 10, 200, FULL),
];

/** The configured rules, checked. @throws PlanError */
export function configuredRules(rules: readonly DeviceRule[]): readonly Rule[] {
  return rules.map((rule, index) => {
    const pointer = `${BASE}/${index}`;
    const type: string = rule.type ?? "a";
    if (type !== "a" && type !== "b" && type !== "c") {
      throw new PlanError(`${pointer}/type`, `${JSON.stringify(type)} is not a, b or c`);
    }
    return {
      allow: rule.allow,
      type,
      major: ruleNumber(`${pointer}/major`, rule.major),
      minor: ruleNumber(`${pointer}/minor`, rule.minor),
      access: accessMask(`${pointer}/access`, rule.access),
      pointer,
    };
  });
}

function ruleNumber(pointer: string, value: number | undefined): number | null {
  if (value === undefined || value === -1) return null;
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new PlanError(pointer, `${value} is no device number`);
  }
  return value;
}

function accessMask(pointer: string, text: string | undefined): number {
  if (text === undefined || text === "") return FULL;
  let mask = 0;
  for (const letter of text) {
    if (letter !== "r" && letter !== "w" && letter !== "m") {
      throw new PlanError(pointer, `${JSON.stringify(text)} has a letter other than r, w, m`);
    }
    mask |= ACCESS[letter];
  }
  return mask;
}

/** Whether a rule is about every device and every access. */
export function isTotal(rule: Rule): boolean {
  return rule.type === "a" && rule.major === null && rule.minor === null && rule.access === FULL;
}

/** Whether the rules end with everything allowed: nothing needs to be enforced then. */
export function allowsAll(rules: readonly Rule[]): boolean {
  for (const rule of rules.toReversed()) {
    if (!rule.allow) return false;
    if (isTotal(rule)) return true;
  }
  return false;
}
