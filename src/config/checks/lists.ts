// Lists of CPUs and memory nodes, as the kernel writes them: 0-3,7.

/** A list is a few ranges; more numbers than this no kernel has. */
const HIGHEST = 65535;

/**
 * What is wrong with a list, or null. Blanks around a range are allowed; the empty list is not this
 * function's business.
 */
export function listFault(list: string): string | null {
  for (const part of list.split(",")) {
    const range = /^ *(\d+)(?:-(\d+))? *$/.exec(part);
    if (range === null) return "must be a list such as 0-3,7";
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    if (last < first) return "must have the lower number of a range first";
    if (last > HIGHEST) return `must not go beyond ${HIGHEST}`;
  }
  return null;
}
