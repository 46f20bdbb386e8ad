// JSON pointers (RFC 6901), the way every message names a place.

/** The pointer of a member or an element below another pointer. */
export function below(pointer: string, key: string | number): string {
  return `${pointer}/${typeof key === "number" || isPlain(key) ? key : escaped(key)}`;
}

// Nearly all keys are, and pointers are made on the path of every create.
function isPlain(key: string): boolean {
  return !key.includes("/") && !key.includes("~");
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
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
