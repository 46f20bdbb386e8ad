// JSON pointers (RFC 6901), the way every message names a place.

/** The pointer of a member or an element below another pointer. */
export function below(pointer: string, key: string | number): string {
  const text = typeof key === "number" ? String(key) : key.replace(/~/g, "~0").replace(/\//g, "~1");
  return `${pointer}/${text}`;
}

/** The keys that a pointer goes through, outermost first. */
export function keysOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replace(/~1/g, "/").replace(/~0/g, "~"));
}

/** A pointer as people write places: `/mounts/0/source` is `mounts[0].source`. */
export function spoken(pointer: string): string {
  return keysOf(pointer)
    .map((key) => {
      if (/^\d+$/.test(key)) return `[${key}]`;
      return /^[\w$-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    })
    .join("")
    .replace(/^\./, "");
}
