// One walk over what JSON.parse made, to notice what it does not say: members that were lost because
// a name came twice, numbers that a double may not hold, and depth. Looking at every character of
// the text instead costs three times as much.

/** What the walk saw. */
export interface Survey {
  /** Members of all objects, and colons in all names and strings. */
  readonly colons: number;
  /** A number is beyond 2^53. */
  readonly longNumbers: boolean;
  readonly nulls: boolean;
  /** The walk ended early: the value is deeper than the limit. */
  readonly tooDeep: boolean;
}

class Walk {
  colons = 0;
  longNumbers = false;
  nulls = false;
  tooDeep = false;
  readonly maxDepth: number;

  constructor(maxDepth: number) {
    this.maxDepth = maxDepth;
  }

  visit(value: unknown, depth: number): void {
    if (typeof value === "string") {
      this.colons += countColons(value);
    } else if (typeof value === "number") {
      if (Math.abs(value) > Number.MAX_SAFE_INTEGER) this.longNumbers = true;
    } else if (value === null) {
      this.nulls = true;
    } else if (typeof value === "object") {
      if (depth >= this.maxDepth) this.tooDeep = true;
      else this.enter(value, depth + 1);
    }
  }

  private enter(value: object, depth: number): void {
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, depth);
      return;
    }
    for (const name of Object.keys(value)) {
      this.colons += 1 + countColons(name);
      // Not by a plain read: `__proto__` is a name like any other.
      this.visit(Object.getOwnPropertyDescriptor(value, name)?.value, depth);
    }
  }
}

/** Colons in a text. */
export function countColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", at + 1)) count++;
  return count;
}

/** Walks a value that JSON.parse made, no deeper than `maxDepth`. */
export function survey(value: unknown, maxDepth: number): Survey {
  const walk = new Walk(maxDepth);
  walk.visit(value, 0);
  return walk;
}
