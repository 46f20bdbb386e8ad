// "did you mean": the name that a mistyped word is nearest to. Loaded only for a usage error.
import { GLOBAL_FLAGS } from "./flags.ts";
import { COMMANDS } from "./table.ts";
import type { UsageError } from "./usage-error.ts";

/** Edits between two words: a letter more, less, another, or two in the wrong order. */
export function distance(from: string, to: string): number {
  let beyond: number[] = [];
  let before = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      line[column] = Math.min(
        (before[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (before[column - 1] ?? 0) + (same ? 0 : 1),
        swapped && row > 1 && column > 1 ? (beyond[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    [beyond, before] = [before, line];
  }
  return before[to.length] ?? 0;
}

/** The only name that is as near to a word as a slip of the finger, or null. */
export function nearest(word: string, names: readonly string[]): string | null {
  // Of short words half are near to each other.
  const most = word.length < 3 ? 0 : word.length < 6 ? 1 : 2;
  const near = names
    .map((name) => ({ name, edits: distance(word, name) }))
    .filter(({ edits }) => edits > 0 && edits <= most)
    .sort((one, other) => one.edits - other.edits);
  const [first, second] = near;
  return first === undefined || first.edits === second?.edits ? null : first.name;
}

/** The message of a usage error, with the name that was probably meant behind it. */
export function withSuggestion({ message, mistyped, command }: UsageError): string {
  if (mistyped === null) return message;
  const isFlag = mistyped.startsWith("-");
  const shown = (list: readonly { readonly name: string; readonly hidden?: boolean }[]): string[] =>
    list.flatMap(({ name, hidden }) => (hidden === true ? [] : [name]));
  const names = isFlag ? shown(command?.flags ?? GLOBAL_FLAGS) : shown(COMMANDS);
  const meant = nearest(mistyped.replace(/^-+/, ""), names);
  return meant === null ? message : `${message}; did you mean ${isFlag ? "--" : ""}${meant}?`;
}
