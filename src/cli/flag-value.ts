// Texts of flags to values: booleans, whole numbers and durations in the forms that callers of OCI
// runtimes write (they come from Go programs).
import type { Flag } from "./types.ts";
import type { FlagValue } from "./values.ts";

const TRUE = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const FALSE = new Set(["0", "f", "F", "FALSE", "false", "False"]);

/** A boolean in one of its twelve spellings, or null. */
export function parseBool(text: string): boolean | null {
  if (TRUE.has(text)) return true;
  return FALSE.has(text) ? false : null;
}

const INTEGER = /^([+-]?)(?:0x([0-9a-f]+)|0b([01]+)|0o?([0-7]+)|(0|[1-9][0-9]*))$/i;

/** A whole number: decimal, 0x, 0b, 0o or a leading 0; null when it is none or not exact. */
export function parseInteger(text: string): number | null {
  const match = INTEGER.exec(text);
  if (match === null) return null;
  const [, sign, hex, binary, octal, decimal] = match;
  const digits =
    hex !== undefined
      ? `0x${hex}`
      : binary !== undefined
        ? `0b${binary}`
        : octal !== undefined
          ? `0o${octal}`
          : (decimal ?? "0");
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) return null;
  return sign === "-" && value !== 0 ? -value : value;
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A duration such as `1m30s` or `500ms`, in milliseconds; null when it is none. */
export function parseDuration(text: string): number | null {
  if (/^[+-]?0$/.test(text)) return 0;
  if (!/^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    total += Number(amount) * (UNITS[unit ?? ""] ?? 0);
  }
  return text.startsWith("-") ? -total : total;
}

/** What went wrong with a value, as callers know the words. */
export interface BadValue {
  readonly problem: string;
}

/**
 * One more value of a flag: repeated flags add to `before`, the others replace it.
 *
 * @returns the new value, or what is wrong with the text
 */
export function readValue(
  flag: Flag,
  text: string,
  before: FlagValue | undefined,
): FlagValue | BadValue {
  const bad = (what: string): BadValue => ({
    problem: `invalid value ${JSON.stringify(text)} for flag -${flag.name}: ${what}`,
  });
  switch (flag.type) {
    case "bool":
      return (
        parseBool(text) ?? {
          problem: `invalid boolean value ${JSON.stringify(text)} for -${flag.name}: parse error`,
        }
      );
    case "string":
      return text;
    case "int":
      return parseInteger(text) ?? bad("not a whole number");
    case "duration":
      return parseDuration(text) ?? bad("not a duration such as 5s or 1m30s");
    case "strings":
      return [...(Array.isArray(before) ? before.map(String) : []), text];
    case "ints": {
      const value = parseInteger(text);
      if (value === null) return bad("not a whole number");
      return [...(Array.isArray(before) ? before.map(Number) : []), value];
    }
    default: {
      const never: never = flag.type;
      throw new TypeError(`flag type ${String(never)}`);
    }
  }
}
