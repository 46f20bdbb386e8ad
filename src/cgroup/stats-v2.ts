// Statistics of cgroup v2 (Documentation/admin-guide/cgroup-v2.rst), in the shape that v1's have:
// callers decode one shape.
import { NO_LIMIT, nonZero, number, table, unlessEmpty } from "./stats-text.ts";
import type { BlockEntry } from "./stats-v1.ts";
import type { ReadFile } from "./stats-text.ts";

const NANOSECONDS_PER_MICROSECOND = 1000n;

const file = (read: ReadFile, name: string): string | null => read("unified", name);

interface Pressure {
  readonly avg10: number;
  readonly avg60: number;
  readonly avg300: number;
  /** Microseconds. */
  readonly total: bigint;
}

/** Lines `some avg10=0.00 avg60=0.00 avg300=0.00 total=0`; nothing where the kernel has no PSI. */
export function pressure(text: string | null): object {
  const kinds = (text ?? "").split("\n").flatMap((line) => {
    const match = /^(some|full) avg10=(\S+) avg60=(\S+) avg300=(\S+) total=(\d+)$/.exec(line);
    if (match === null) return [];
    const [, kind = "", avg10, avg60, avg300, total = "0"] = match;
    const values: Pressure = {
      avg10: Number(avg10),
      avg60: Number(avg60),
      avg300: Number(avg300),
      total: BigInt(total),
    };
    return [[kind, values] as const];
  });
  return unlessEmpty("psi", Object.fromEntries(kinds));
}

/** usage, throttling, psi; times in nanoseconds. */
export function cpuV2(read: ReadFile): object {
  const stat = table(file(read, "cpu.stat"));
  const time = (name: string): bigint => (stat[name] ?? 0n) * NANOSECONDS_PER_MICROSECOND;
  const total = time("usage_usec");
  const [kernel, user] = [time("system_usec"), time("user_usec")];
  const throttling = nonZero({
    periods: stat["nr_periods"],
    throttledPeriods: stat["nr_throttled"],
    throttledTime: time("throttled_usec"),
  });
  return {
    ...(total + kernel + user === 0n ? {} : { usage: { ...nonZero({ total }), kernel, user } }),
    ...unlessEmpty("throttling", throttling),
    ...pressure(file(read, "cpu.pressure")),
  };
}

/** v2 has none of the switches; callers know them as always there. */
export function cpusetV2(): object {
  return {
    cpu_exclusive: 0,
    mem_hardwall: 0,
    mem_exclusive: 0,
    memory_migrate: 0,
    memory_spread_page: 0,
    memory_spread_slab: 0,
    memory_pressure: 0,
    sched_load_balance: 0,
    sched_relax_domain_level: 0,
  };
}

/** Bytes; swap is the sum of memory and swap, as v1 has it. */
export function memoryV2(read: ReadFile): object {
  const raw = table(file(read, "memory.stat"));
  const current = file(read, "memory.current");
  if (current === null) return unlessEmpty("raw", raw);
  const used = number(current);
  const limit = number(file(read, "memory.max"));
  const usage = {
    limit,
    ...nonZero({ usage: used, max: number(file(read, "memory.peak")) }),
    failcnt: 0,
  };
  const swapText = file(read, "memory.swap.current");
  const swapLimit = number(file(read, "memory.swap.max"));
  const sumLimit = swapLimit === NO_LIMIT || limit === NO_LIMIT ? NO_LIMIT : swapLimit + limit;
  const swap =
    swapText === null
      ? {}
      : { limit: sumLimit, ...nonZero({ usage: number(swapText) + used }), failcnt: 0 };
  return {
    ...nonZero({ cache: raw["file"] }),
    usage,
    ...unlessEmpty("swap", swap),
    ...unlessEmpty("raw", raw),
    ...pressure(file(read, "memory.pressure")),
  };
}

/** Processes now, and the limit unless there is none. */
export function pidsV2(read: ReadFile): object {
  const limit = number(file(read, "pids.max"));
  const current = number(file(read, "pids.current"));
  return nonZero({ current, limit: limit === NO_LIMIT ? 0n : limit });
}

const OPERATIONS: Readonly<Record<string, readonly [list: string, op: string]>> = {
  rbytes: ["ioServiceBytesRecursive", "Read"],
  wbytes: ["ioServiceBytesRecursive", "Write"],
  dbytes: ["ioServiceBytesRecursive", "Discard"],
  rios: ["ioServicedRecursive", "Read"],
  wios: ["ioServicedRecursive", "Write"],
  dios: ["ioServicedRecursive", "Discard"],
};

/** io.stat: lines `8:0 rbytes=1 wbytes=2 ...`. */
export function blkioV2(read: ReadFile): object {
  const lists: Record<string, BlockEntry[]> = {};
  for (const line of (file(read, "io.stat") ?? "").split("\n")) {
    const match = /^(\d+):(\d+) (.*)$/.exec(line.trim());
    if (match === null) continue;
    const [, major = "0", minor = "0", words = ""] = match;
    for (const [, key = "", value = "0"] of words.matchAll(/(\w+)=(\d+)/g)) {
      const known = OPERATIONS[key];
      if (known === undefined) continue;
      const [list, op] = known;
      const device = nonZero({ major: BigInt(major), minor: BigInt(minor) });
      (lists[list] ??= []).push({ ...device, op, ...nonZero({ value: BigInt(value) }) });
    }
  }
  return { ...lists, ...pressure(file(read, "io.pressure")) };
}

/** By page size; how often it was not enough is always there. */
export function hugetlbV2(read: ReadFile, sizes: readonly string[]): object {
  const entries = sizes.flatMap((size) => {
    const current = file(read, `hugetlb.${size}.current`);
    if (current === null) return [];
    const failcnt = table(file(read, `hugetlb.${size}.events`))["max"] ?? 0n;
    return [[size, { ...nonZero({ usage: number(current) }), failcnt }] as const];
  });
  return Object.fromEntries(entries);
}
