// Lists of CPUs and memory nodes as the kernel writes them.

/** The numbers of a list that was checked: `0-2,7` is 0, 1, 2, 7; blanks and doubles do not count. */
export function numbersOf(list: string): readonly number[] {
  const numbers = new Set<number>();
  for (const part of list.split(",")) {
    const [, first, last = first] = /^ *(\d+)(?:-(\d+))? *$/.exec(part) ?? [];
    if (first === undefined) continue;
    for (let number = Number(first); number <= Number(last); number += 1) numbers.add(number);
  }
  return [...numbers];
}
