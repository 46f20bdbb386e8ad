// What is done to a parsed document around validation: null members are taken out before it, 64-bit
// integers become exact after it. Both change the document, which nobody else holds yet.
import { below } from "../json/pointer.ts";
import { finding } from "./finding.ts";
import type { Report } from "./finding.ts";
import type { Shape } from "./shape.ts";

/** What is wrong with a text that no path, argument or name can hold, or null. */
function textFault(text: string): string | null {
  if (text.includes("\0")) return "must not contain a NUL character";
  return text.isWellFormed() ? null : "must be Unicode: half of a surrogate pair is in it";
}

type Members = Record<string, unknown>;

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function childrenOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Takes out members that are null: Go writes an unset list so. A required one is then missing; a
 * null among the names of a map or in a list stays, and is an error.
 */
export function dropNulls(value: unknown, shape: Shape): void {
  switch (shape.kind) {
    case "plain":
    case "int64":
    case "uint64":
      return;
    case "list":
      for (const item of childrenOf(value)) dropNulls(item, shape.item);
      return;
    case "map":
      if (isObject(value)) for (const item of Object.values(value)) dropNulls(item, shape.item);
      return;
    case "object":
      if (!isObject(value)) return;
      for (const [name, member] of Object.entries(shape.members)) {
        if (value[name] === null) delete value[name];
        else if (Object.hasOwn(value, name)) dropNulls(value[name], member);
      }
  }
}

interface Exact {
  /** Length of what comes before the document's own pointers. */
  readonly base: number;
  readonly integers: ReadonlyMap<string, bigint>;
  readonly report: Report;
}

function exactOf(value: number, kind: "int64" | "uint64", pointer: string, exact: Exact): bigint {
  const integer = exact.integers.get(pointer.slice(exact.base)) ?? BigInt(value);
  const fits =
    kind === "int64"
      ? BigInt.asIntN(64, integer) === integer
      : BigInt.asUintN(64, integer) === integer;
  if (!fits) {
    const sign = kind === "int64" ? "a signed" : "an unsigned";
    exact.report(finding("error", pointer, `must fit in ${sign} 64-bit integer`, integer));
  }
  return integer;
}

function settle(value: unknown, shape: Shape, pointer: string, exact: Exact): unknown {
  if (!shape.wide) return value;
  switch (shape.kind) {
    case "int64":
    case "uint64":
      return typeof value === "number" ? exactOf(value, shape.kind, pointer, exact) : value;
    case "list":
      return childrenOf(value).map((item, i) => settle(item, shape.item, below(pointer, i), exact));
    case "map":
      if (!isObject(value)) return value;
      for (const [name, item] of Object.entries(value)) {
        const settled = settle(item, shape.item, below(pointer, name), exact);
        Object.defineProperty(value, name, { value: settled });
      }
      return value;
    case "object":
      if (!isObject(value)) return value;
      for (const [name, member] of Object.entries(shape.members)) {
        if (!member.wide || !Object.hasOwn(value, name)) continue;
        value[name] = settle(value[name], member, below(pointer, name), exact);
      }
      return value;
  }
}

/**
 * Makes the 64-bit members of a valid document bigint.
 *
 * @param base pointer of the document within config.json, which findings get.
 * @param integers exact values of the numbers that a double does not hold, by pointer
 * within the document.
 * @param report told about values that 64 bits do not hold either.
 */
export function makeExact(
  value: unknown,
  shape: Shape,
  base: string,
  integers: ReadonlyMap<string, bigint>,
  report: Report,
): void {
  settle(value, shape, base, { base: base.length, integers, report });
}

function reportText(text: string, pointer: string, report: Report): void {
  const fault = textFault(text);
  if (fault !== null) report(finding("error", pointer, fault, text));
}

/** Tells each known string that holds a NUL character or is no Unicode: the kernel takes neither. */
export function findOddText(value: unknown, shape: Shape, pointer: string, report: Report): void {
  switch (shape.kind) {
    case "plain":
      if (typeof value === "string") reportText(value, pointer, report);
      return;
    case "int64":
    case "uint64":
      return;
    case "list":
      for (const [i, item] of childrenOf(value).entries()) {
        findOddText(item, shape.item, below(pointer, i), report);
      }
      return;
    case "map":
      for (const [name, item] of Object.entries(isObject(value) ? value : {})) {
        // Annotations are not for the kernel; any text may be in them.
        if (pointer === "/annotations") return;
        const place = below(pointer, name);
        reportText(name, place, report);
        findOddText(item, shape.item, place, report);
      }
      return;
    case "object":
      for (const [name, member] of Object.entries(shape.members)) {
        if (isObject(value)) findOddText(value[name], member, below(pointer, name), report);
      }
  }
}

/** Tells each member that the specification for Linux does not know: it has no effect. */
export function findUnknown(value: unknown, shape: Shape, pointer: string, report: Report): void {
  if (shape.kind === "list") {
    for (const [i, item] of childrenOf(value).entries()) {
      findUnknown(item, shape.item, below(pointer, i), report);
    }
  }
  if (!isObject(value)) return;
  for (const [name, item] of Object.entries(value)) {
    const place = below(pointer, name);
    if (shape.kind === "map") findUnknown(item, shape.item, place, report);
    if (shape.kind !== "object") continue;
    const member = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
    if (member !== undefined) findUnknown(item, member, place, report);
    else report(finding("warning", place, "is not known on Linux and has no effect"));
  }
}
