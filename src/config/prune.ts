// A document without what its schema refuses, so that the other checks can still be made of the rest.
import { below, keysOf } from "../json/pointer.ts";
import type { SchemaError, Validate } from "./schema-error.ts";

/** Members that have to be there, for a document that lacks them; no check looks at these. */
const DEFAULTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["/ociVersion", "1.3.0"],
  ["/root", { path: "rootfs" }],
  ["/process/cwd", "/"],
  // Of a process document.
  ["/cwd", "/"],
  ["/args", ["sh"]],
]);

/** Rounds: what is cut away may have been required by what is around it, and so on outwards. */
const ROUNDS = 8;

/** What remains of a document. */
export interface Pruned {
  readonly value: unknown;
  /** JSON pointers of what was cut away. */
  readonly cut: readonly string[];
}

function memberOf(value: unknown, key: string): unknown {
  return Object.getOwnPropertyDescriptor(Object(value), key)?.value as unknown;
}

/**
 * Takes away the value at some keys. A whole list goes for a bad element: indices of findings about
 * the other elements would not be those of the file.
 */
function cutAt(document: unknown, keys: readonly string[]): string | null {
  let place = document;
  for (const [index, key] of keys.entries()) {
    const next = memberOf(place, key);
    if (index === keys.length - 1 || Array.isArray(next)) {
      if (typeof place !== "object" || place === null) return null;
      Reflect.deleteProperty(place, key);
      const pointer = keys.slice(0, index + 1).reduce(below, "");
      const fill = DEFAULTS.get(pointer);
      if (fill !== undefined) Reflect.set(place, key, fill);
      return pointer;
    }
    place = next;
  }
  return null;
}

function placeOf(error: SchemaError): readonly string[] {
  const missing = error.params["missingProperty"];
  const keys = keysOf(error.instancePath);
  if (typeof missing !== "string") return keys;
  // A member that is missing takes the object along, unless it can be filled in.
  const filled = DEFAULTS.has(below(error.instancePath, missing));
  return keys.length === 0 || filled ? [...keys, missing] : keys;
}

/**
 * A copy of a document that `validate` accepts.
 *
 * @returns null when too little is left to be checked
 */
export function prune(document: unknown, validate: Validate): Pruned | null {
  const value = structuredClone(document);
  const cut: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    if (validate(value)) return { value, cut };
    for (const error of validate.errors ?? []) {
      const place = cutAt(value, placeOf(error));
      if (place !== null) cut.push(place);
    }
  }
  return null;
}
