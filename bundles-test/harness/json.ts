// Configurations as data: loose objects that are merged, so that a bundle says only what it is about.

/** Any JSON object, wrong ones included; bigint for numbers beyond 2^53. */
export interface Json {
  readonly [name: string]: unknown;
}

/** True for what JSON calls an object. */
export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * `change` laid over `base`: objects are merged member by member, all else is replaced, a member
 * that is undefined is taken away.
 */
export function merge(base: Json, change: Json): Json {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(change)) {
    const old = merged[name];
    if (value === undefined) delete merged[name];
    else merged[name] = isJson(value) && isJson(old) ? merge(old, value) : value;
  }
  return merged;
}

/** The member at a path of names, or undefined. */
export function member(value: unknown, ...names: readonly string[]): unknown {
  let at: unknown = value;
  for (const name of names) at = isJson(at) ? at[name] : undefined;
  return at;
}

/** A member that must be a list. @throws Error when it is none. */
export function list(value: unknown, ...names: readonly string[]): readonly unknown[] {
  const found = member(value, ...names);
  if (!Array.isArray(found)) throw new Error(`no list at ${names.join(".")}`);
  return found as readonly unknown[];
}
