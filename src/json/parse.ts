// Bytes to JSON values, stricter than JSON.parse: UTF-8 must be right, names must differ, size and
// depth end somewhere, and integers keep all 64 bits.
import { JsonError } from "./error.ts";
import { keysOf } from "./pointer.ts";
import { read } from "./read.ts";
import { countColons, survey } from "./survey.ts";
import type { Survey } from "./survey.ts";

/** Where a text stops being acceptable. */
export interface JsonLimits {
  /** Greatest size in bytes. */
  readonly maxBytes: number;
  /** Greatest nesting of objects and arrays. */
  readonly maxDepth: number;
}

/** Generous for every document that a runtime reads: 16 MiB, 128 levels. */
export const JSON_LIMITS: JsonLimits = { maxBytes: 16 * 1024 * 1024, maxDepth: 128 };

/** A parsed text. */
export interface JsonDocument {
  /** The value, numbers as doubles. */
  readonly value: unknown;
  /** Integers beyond 2^53 by JSON pointer, exactly. */
  readonly exact: ReadonlyMap<string, bigint>;
  /** The word `null` occurs. */
  readonly nulls: boolean;
  /** A NUL character, or half of a surrogate pair, may occur in a string. */
  readonly oddText: boolean;
}

/** Only an escape can stand for these in a text that is UTF-8. */
const ODD = /\\u(?:0000|[dD][89a-fA-F])/;

const NOTHING: ReadonlyMap<string, bigint> = new Map();

/** Offset in bytes of the first byte that is not UTF-8. */
function badByte(bytes: Uint8Array): number {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const encoder = new TextEncoder();
  let from = 0;
  let offset = 0;
  for (;;) {
    const at = text.indexOf("\ufffd", from);
    if (at < 0) return bytes.length;
    offset += encoder.encode(text.slice(from, at)).length;
    const genuine =
      bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
    if (!genuine) return offset;
    from = at + 1;
    offset += 3;
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new JsonError(`not UTF-8: byte ${badByte(bytes)} begins no character`);
  }
}

/** JSON.parse, whose words differ from engine to engine: a failure is worded by our own reader. */
function parseText(text: string, maxDepth: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    read(text, maxDepth);
    throw new JsonError(`not JSON: ${String(cause)}`);
  }
}

/**
 * Whether a text has to be read with care. A member that JSON.parse dropped because its name came
 * again takes its colon along, so the text then has more colons than the value; only a colon that
 * is escaped in the text could hide that.
 */
function isSuspect(text: string, seen: Survey): boolean {
  if (seen.longNumbers || seen.tooDeep || countColons(text) !== seen.colons) return true;
  return text.includes("\\u003a") || text.includes("\\u003A");
}

/**
 * Parses a text and keeps exact integers aside, for readers that validate doubles first.
 *
 * @throws JsonError when the bytes are not UTF-8 or not JSON, a name occurs twice in one object, or
 * a limit is passed.
 */
export function parseDocument(bytes: Uint8Array, limits: JsonLimits = JSON_LIMITS): JsonDocument {
  if (bytes.length > limits.maxBytes) {
    throw new JsonError(`${bytes.length} bytes are more than the limit of ${limits.maxBytes}`);
  }
  const text = decode(bytes);
  const value = parseText(text, limits.maxDepth);
  const seen = survey(value, limits.maxDepth);
  const exact = isSuspect(text, seen) ? read(text, limits.maxDepth).exact : NOTHING;
  return { value, exact, nulls: seen.nulls, oddText: ODD.test(text) };
}

function put(value: unknown, keys: readonly string[], integer: bigint): unknown {
  const last = keys.at(-1);
  if (last === undefined) return integer;
  let place = value;
  for (const key of keys.slice(0, -1)) place = Object.getOwnPropertyDescriptor(place, key)?.value;
  if (typeof place === "object" && place !== null) {
    Object.defineProperty(place, last, { value: integer });
  }
  return value;
}

/**
 * Parses a text into one value in which integers beyond 2^53 are bigint and all others number.
 *
 * @throws JsonError as {@link parseDocument} does.
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits = JSON_LIMITS): unknown {
  const document = parseDocument(bytes, limits);
  let value = document.value;
  for (const [pointer, integer] of document.exact) value = put(value, keysOf(pointer), integer);
  return value;
}
