// Where in a text a value stands: for messages, so it is only asked once something is wrong.
import { JsonError } from "./error.ts";
import { JSON_LIMITS } from "./parse.ts";
import { read } from "./read.ts";

/** A place in a text; both count from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Offsets of the lines of a text. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Number of the last line that begins at or before an offset, from 0. */
function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Reads a text once and then tells where each JSON pointer leads: to the name of a member, to an
 * element, or, for what is not there, to the nearest thing around it.
 *
 * @returns null for a text that is no JSON as far as that place
 */
export function locator(bytes: Uint8Array): (pointer: string) => Place | null {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const offsets = new Map<string, number>();
  try {
    read(text, JSON_LIMITS.maxDepth, offsets);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
  }
  const starts = lineStarts(text);
  return (pointer) => {
    for (let place = pointer; ; place = place.slice(0, place.lastIndexOf("/"))) {
      const offset = offsets.get(place);
      if (offset !== undefined) {
        const line = lineOf(starts, offset);
        return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
      }
      if (place === "") return null;
    }
  };
}
