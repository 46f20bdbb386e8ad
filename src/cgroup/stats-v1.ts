// Statistics of cgroup v1 (Documentation/admin-guide/cgroup-v1).
import { expanded, nonZero, number, numbers, table, unlessEmpty } from "./stats-text.ts";
import type { ReadFile } from "./stats-text.ts";

// USER_HZ is 100 on every architecture of Linux that matters here.
const NANOSECONDS_PER_TICK = 10_000_000n;

/** usage, throttling; times in nanoseconds. */
export function cpuV1(read: ReadFile): object {
  const stat = table(read("cpuacct", "cpuacct.stat"));
  const rows = (read("cpuacct", "cpuacct.usage_all") ?? "").split("\n").slice(1).map(numbers);
  const column = (index: number): readonly bigint[] =>
    rows.filter((row) => row.length > 0).map((row) => row[index] ?? 0n);
  const kernel = (stat["system"] ?? 0n) * NANOSECONDS_PER_TICK;
  const user = (stat["user"] ?? 0n) * NANOSECONDS_PER_TICK;
  const usage = nonZero({
    total: number(read("cpuacct", "cpuacct.usage")),
    percpu: numbers(read("cpuacct", "cpuacct.usage_percpu")),
    percpu_kernel: column(2),
    percpu_user: column(1),
  });
  const used = Object.keys(usage).length > 0 || kernel + user > 0n;
  const throttled = table(read("cpu", "cpu.stat"));
  const throttling = nonZero({
    periods: throttled["nr_periods"],
    throttledPeriods: throttled["nr_throttled"],
    throttledTime: throttled["throttled_time"],
  });
  return {
    ...(used ? { usage: { ...usage, kernel, user } } : {}),
    ...unlessEmpty("throttling", throttling),
  };
}

const CPUSET = [
  "mem_hardwall",
  "mem_exclusive",
  "memory_migrate",
  "memory_spread_page",
  "memory_spread_slab",
  "memory_pressure",
  "sched_load_balance",
] as const;

/** Processors and memory nodes as lists; the switches are always there. */
export function cpusetV1(read: ReadFile): object {
  const file = (name: string): string | null => read("cpuset", `cpuset.${name}`);
  const list = (name: string): object => {
    const items = expanded(file(name));
    return items.length === 0 ? {} : { [name]: items };
  };
  const level = (file("sched_relax_domain_level") ?? "0").trim();
  return {
    ...list("cpus"),
    cpu_exclusive: number(file("cpu_exclusive")),
    ...list("mems"),
    ...Object.fromEntries(CPUSET.map((name) => [name, number(file(name))])),
    sched_relax_domain_level: /^-?\d+$/.test(level) ? BigInt(level) : 0n,
  };
}

/** One kind of memory: limit and failures are always there. */
function entry(read: ReadFile, module: string): object {
  const file = (name: string): string | null => read("memory", `${module}.${name}`);
  if (file("usage_in_bytes") === null) return {};
  const { limit, failcnt } = {
    limit: number(file("limit_in_bytes")),
    failcnt: number(file("failcnt")),
  };
  const counts = nonZero({
    usage: number(file("usage_in_bytes")),
    max: number(file("max_usage_in_bytes")),
  });
  return { limit, ...counts, failcnt };
}

/** Bytes. */
export function memoryV1(read: ReadFile): object {
  const raw = table(read("memory", "memory.stat"));
  return {
    ...nonZero({ cache: raw["cache"] }),
    ...unlessEmpty("usage", entry(read, "memory")),
    ...unlessEmpty("swap", entry(read, "memory.memsw")),
    ...unlessEmpty("kernel", entry(read, "memory.kmem")),
    ...unlessEmpty("kernelTCP", entry(read, "memory.kmem.tcp")),
    ...unlessEmpty("raw", raw),
  };
}

/** Processes now, and the limit unless there is none. */
export function pidsV1(read: ReadFile): object {
  const max = (read("pids", "pids.max") ?? "max").trim();
  return nonZero({
    current: number(read("pids", "pids.current")),
    limit: max === "max" ? 0n : number(max),
  });
}

/** One count of one device. */
export interface BlockEntry {
  readonly major?: bigint;
  readonly minor?: bigint;
  readonly op?: string;
  readonly value?: bigint;
}

/** Lines `8:0 Read 5` and `8:0 5`. */
export function blockEntries(text: string | null): readonly BlockEntry[] {
  return (text ?? "").split("\n").flatMap((line) => {
    const match = /^(\d+):(\d+)(?: ([A-Za-z]+))? (\d+)$/.exec(line.trim());
    if (match === null) return [];
    const [, major = "0", minor = "0", op, value = "0"] = match;
    const counts = nonZero({ major: BigInt(major), minor: BigInt(minor) });
    return [
      { ...counts, ...(op === undefined ? {} : { op }), ...nonZero({ value: BigInt(value) }) },
    ];
  });
}

const SERVICED = [
  ["ioServiceBytesRecursive", "io_service_bytes_recursive"],
  ["ioServicedRecursive", "io_serviced_recursive"],
] as const;
const TIMES = [
  ["ioQueueRecursive", "io_queued_recursive"],
  ["ioServiceTimeRecursive", "io_service_time_recursive"],
  ["ioWaitTimeRecursive", "io_wait_time_recursive"],
  ["ioMergedRecursive", "io_merged_recursive"],
  ["ioTimeRecursive", "time_recursive"],
  ["sectorsRecursive", "sectors_recursive"],
] as const;

/** Files by what keeps the counts: BFQ, the old CFQ, the throttle layer. */
const SOURCES = [
  ["blkio.bfq.", [...SERVICED, ...TIMES]],
  ["blkio.", [...SERVICED, ...TIMES]],
  ["blkio.throttle.", SERVICED],
] as const;

/** Counts by device and operation, from the first source that has any. */
export function blkioV1(read: ReadFile): object {
  for (const [prefix, files] of SOURCES) {
    const lists = files.map(
      ([name, file]) => [name, blockEntries(read("blkio", `${prefix}${file}`))] as const,
    );
    const found = lists.filter(([, list]) => list.length > 0);
    if (found.length > 0) return Object.fromEntries(found);
  }
  return {};
}

/** By page size; how often it was not enough is always there. */
export function hugetlbV1(read: ReadFile, sizes: readonly string[]): object {
  const entries = sizes.flatMap((size) => {
    const file = (name: string): string | null => read("hugetlb", `hugetlb.${size}.${name}`);
    if (file("usage_in_bytes") === null) return [];
    const counts = nonZero({
      usage: number(file("usage_in_bytes")),
      max: number(file("max_usage_in_bytes")),
    });
    return [[size, { ...counts, failcnt: number(file("failcnt")) }] as const];
  });
  return Object.fromEntries(entries);
}
