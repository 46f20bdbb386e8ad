// A plain JSON reader that knows where it is: used when JSON.parse failed, to say where and why,
// and when a text holds duplicate names or numbers that a double cannot hold.
import { errorAt } from "./error.ts";
import { below } from "./pointer.ts";

/** What the reader found. */
export interface Reading {
  /** The value, as JSON.parse gives it. */
  readonly value: unknown;
  /** Integers beyond 2^53 by JSON pointer, exactly. */
  readonly exact: ReadonlyMap<string, bigint>;
}

interface Reader {
  readonly text: string;
  readonly exact: Map<string, bigint>;
  readonly maxDepth: number;
  readonly offsets: Map<string, number> | null;
  depth: number;
  at: number;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\]|\\[\s\S])*"/y;
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** Digits that an exponent may add before a number is left to the double: 64 bits are 20 digits. */
const MAX_EXPONENT = 40;

function match(r: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = r.at;
  const found = pattern.exec(r.text);
  if (found !== null) r.at += found[0].length;
  return found;
}

function unexpected(r: Reader, due: string): Error {
  const char = r.text.codePointAt(r.at);
  if (char === undefined) return errorAt(r.text, r.at, `unexpected EOF where ${due} is due`);
  const seen = JSON.stringify(String.fromCodePoint(char));
  return errorAt(r.text, r.at, `unexpected ${seen} where ${due} is due`);
}

/** The exact value of a number that is an integer, or null. */
function integerOf(text: string, fraction: string, exponent: string): bigint | null {
  const shift = exponent === "" ? 0 : Number(exponent.slice(1));
  if (Math.abs(shift) > MAX_EXPONENT) return null;
  const whole = text.slice(0, text.length - fraction.length - exponent.length);
  const digits = whole + fraction.slice(1);
  const zeros = shift - Math.max(fraction.length - 1, 0);
  if (zeros >= 0) return BigInt(digits + "0".repeat(zeros));
  const divisor = 10n ** BigInt(-zeros);
  return BigInt(digits) % divisor === 0n ? BigInt(digits) / divisor : null;
}

function readNumber(r: Reader, pointer: string): number {
  const start = r.at;
  const found = match(r, NUMBER);
  if (found === null) throw unexpected(r, "a value");
  const value = Number(found[0]);
  // JSON has no word for infinity: what cannot be written back is not taken.
  if (!Number.isFinite(value)) throw errorAt(r.text, start, "a number beyond the range of doubles");
  if (!Number.isSafeInteger(value)) {
    const exact = integerOf(found[0], found[1] ?? "", found[2] ?? "");
    if (exact !== null) r.exact.set(pointer, exact);
  }
  return value;
}

function readString(r: Reader, due: string): string {
  if (r.text[r.at] !== '"') throw unexpected(r, due);
  const start = r.at;
  const found = match(r, STRING);
  if (found === null) throw errorAt(r.text, start, "a string without end");
  try {
    return String(JSON.parse(found[0]));
  } catch {
    throw errorAt(r.text, start, "a string with a raw control character or a bad escape");
  }
}

/** Goes down one level, into the bracket or brace at hand. */
function enter(r: Reader): void {
  if (++r.depth > r.maxDepth) {
    throw errorAt(r.text, r.at, `nested deeper than ${r.maxDepth} levels`);
  }
  r.at++;
  match(r, SPACE);
}

/** Leaves it: past the closing one. */
function leave(r: Reader): void {
  r.depth--;
  r.at++;
}

function readObject(r: Reader, pointer: string): unknown {
  const members: Record<string, unknown> = {};
  enter(r);
  if (r.text[r.at] === "}") {
    leave(r);
    return members;
  }
  for (;;) {
    match(r, SPACE);
    const start = r.at;
    const name = readString(r, "a name");
    const place = below(pointer, name);
    if (Object.hasOwn(members, name)) {
      throw errorAt(r.text, start, `duplicate name ${JSON.stringify(name)}`, place);
    }
    match(r, SPACE);
    if (r.text[r.at] !== ":") throw unexpected(r, '":"');
    r.at++;
    r.offsets?.set(place, start);
    const value = readValue(r, place);
    // Not by assignment: `__proto__` is a name like any other.
    Object.defineProperty(members, name, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
    if (r.text[r.at] === ",") r.at++;
    else if (r.text[r.at] === "}") break;
    else throw unexpected(r, '"," or "}"');
  }
  leave(r);
  return members;
}

function readArray(r: Reader, pointer: string): unknown {
  const items: unknown[] = [];
  enter(r);
  if (r.text[r.at] === "]") {
    leave(r);
    return items;
  }
  for (;;) {
    const place = below(pointer, items.length);
    match(r, SPACE);
    r.offsets?.set(place, r.at);
    items.push(readValue(r, place));
    if (r.text[r.at] === ",") r.at++;
    else if (r.text[r.at] === "]") break;
    else throw unexpected(r, '"," or "]"');
  }
  leave(r);
  return items;
}

function readWord(r: Reader): unknown {
  for (const [word, value] of WORDS) {
    if (r.text.startsWith(word, r.at)) {
      r.at += word.length;
      return value;
    }
  }
  throw unexpected(r, "a value");
}

function readBare(r: Reader, pointer: string): unknown {
  const char = r.text[r.at] ?? "";
  if (char === "{") return readObject(r, pointer);
  if (char === "[") return readArray(r, pointer);
  if (char === '"') return readString(r, "a value");
  if (char === "-" || (char >= "0" && char <= "9")) return readNumber(r, pointer);
  return readWord(r);
}

function readValue(r: Reader, pointer: string): unknown {
  match(r, SPACE);
  const value = readBare(r, pointer);
  match(r, SPACE);
  return value;
}

/**
 * Reads a whole text.
 *
 * @throws JsonError with line and column at the first thing that is not JSON, at a duplicate name,
 * or where the text nests deeper than `maxDepth` (the reader recurses).
 *
 * @param offsets - is told by JSON pointer where names of members and elements of arrays begin
 */
export function read(
  text: string,
  maxDepth: number,
  offsets: Map<string, number> | null = null,
): Reading {
  const reader: Reader = { text, exact: new Map(), maxDepth, offsets, depth: 0, at: 0 };
  match(reader, SPACE);
  offsets?.set("", reader.at);
  const value = readValue(reader, "");
  if (reader.at < text.length) throw unexpected(reader, "the end of the text");
  return { value, exact: reader.exact };
}
