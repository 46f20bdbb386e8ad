// For tests: documents that are a good one with a single thing changed.
import { below } from "../json/pointer.ts";

/** One changed document. */
export interface Mutation {
  /** What was changed, for reports. */
  readonly what: string;
  readonly document: unknown;
}

/** Values to put in place of another: every type, the edges of the ranges, words nobody knows. */
const OTHERS: readonly unknown[] = [
  null,
  true,
  "NO_SUCH_WORD",
  "",
  "/",
  [],
  {},
  -1,
  0,
  1.5,
  70000,
  2 ** 31,
  2 ** 32,
  -(2 ** 31) - 1,
  2 ** 65,
  -(2 ** 64),
];

/** Elements of a list beyond this are like the ones before. */
const ELEMENTS = 2;

const MISSING = Symbol("missing");

/** A copy with one place changed; what is not on the way to it is shared. */
function replaced(value: unknown, keys: readonly (string | number)[], other: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return other;
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    const changed = items.map((item, i) => (i === key ? replaced(item, rest, other) : item));
    return changed.filter((item) => item !== MISSING);
  }
  const members = Object.entries(value as object) as readonly (readonly [string, unknown])[];
  const changed = members.map(
    ([name, item]) => [name, name === key ? replaced(item, rest, other) : item] as const,
  );
  return Object.fromEntries(changed.filter(([, item]) => item !== MISSING));
}

function places(value: unknown): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [];
  const children: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...(value as readonly unknown[]).slice(0, ELEMENTS).entries()]
    : Object.entries(value);
  return children.flatMap(([key, item]) => [[key], ...places(item).map((rest) => [key, ...rest])]);
}

/** A name that no member has and few maps take. */
const STRANGE = "no/such";

function at(value: unknown, keys: readonly (string | number)[]): unknown {
  return keys.reduce((place, key) => Object.getOwnPropertyDescriptor(place, key)?.value, value);
}

/** An object with its first value once more, under a strange name; null for anything else. */
function extended(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return { ...value, [STRANGE]: Object.values(value)[0] };
}

/**
 * All mutations of a document: each place dropped, replaced by each other value, and each object
 * with a member more.
 */
export function* mutations(document: unknown): Generator<Mutation> {
  for (const keys of places(document)) {
    const place = keys.reduce<string>((pointer, key) => below(pointer, key), "");
    yield { what: `${place} dropped`, document: replaced(document, keys, MISSING) };
    const more = extended(at(document, keys));
    if (more !== null)
      yield { what: `${place}/${STRANGE}`, document: replaced(document, keys, more) };
    for (const other of OTHERS) {
      const what = `${place} = ${JSON.stringify(other)}`;
      yield { what, document: replaced(document, keys, other) };
    }
  }
}
