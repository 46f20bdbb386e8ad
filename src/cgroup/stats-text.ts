// The texts of cgroup files as exact numbers.

/** The largest number that a counter can hold: `max` in v2's files. */
export const NO_LIMIT = 0xffff_ffff_ffff_ffffn;

/** Reads a file of the container's cgroup for a controller; null when there is none. */
export type ReadFile = (controller: string, file: string) => string | null;

/** A file of one number, or `max`; 0 when it is not there or says something else. */
export function number(text: string | null): bigint {
  const word = (text ?? "").trim();
  if (word === "max") return NO_LIMIT;
  if (/^-1$/.test(word)) return NO_LIMIT;
  return /^\d+$/.test(word) ? BigInt(word) : 0n;
}

/** Lines `name number`, by name in order of the names. */
export function table(text: string | null): Readonly<Record<string, bigint>> {
  const entries = (text ?? "").split("\n").flatMap((line) => {
    const match = /^(\S+) (\d+)$/.exec(line.trim());
    return match === null ? [] : [[match[1] ?? "", BigInt(match[2] ?? "0")] as const];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Numbers with blanks between. */
export function numbers(text: string | null): readonly bigint[] {
  return (text ?? "")
    .trim()
    .split(/\s+/)
    .filter((word) => /^\d+$/.test(word))
    .map(BigInt);
}

/** `0-2,5` as 0, 1, 2, 5. */
export function expanded(text: string | null): readonly number[] {
  return (text ?? "")
    .trim()
    .split(",")
    .flatMap((part) => {
      const match = /^(\d+)(?:-(\d+))?$/.exec(part.trim());
      if (match === null) return [];
      const first = Number(match[1]);
      const last = Number(match[2] ?? match[1]);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

/** Members that are neither 0 nor empty. */
export function nonZero<T extends object>(members: T): Partial<T> {
  const kept = Object.entries(members).filter(
    ([, value]) =>
      value !== undefined && value !== 0n && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept) as Partial<T>;
}

/** A member of this name, unless the object has no member. */
export function unlessEmpty(name: string, members: object): object {
  return Object.keys(members).length === 0 ? {} : { [name]: members };
}
