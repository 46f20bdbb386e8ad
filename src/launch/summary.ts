// Statistics as a person wants them: what changed between two looks, in one line.
import type { Stats } from "../cgroup/stats.ts";

/** The figures of one look. */
export interface Figures {
  /** CPU time in nanoseconds. */
  readonly cpu: bigint;
  /** Bytes. */
  readonly memory: bigint;
  /** Bytes; none is beyond what a machine has. */
  readonly limit: bigint;
  readonly pids: bigint;
  /** Bytes since the start. */
  readonly read: bigint;
  readonly written: bigint;
}

function figure(value: unknown, ...names: readonly string[]): bigint {
  let at = value;
  for (const name of names)
    at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[name] : undefined;
  return typeof at === "bigint" ? at : 0n;
}

function transferred(stats: Stats, wanted: string): bigint {
  const list = (stats.blkio as Record<string, unknown>)["ioServiceBytesRecursive"];
  return (Array.isArray(list) ? list : [])
    .filter((entry: { readonly op?: string }) => entry.op === wanted)
    .reduce((sum: bigint, entry: unknown) => sum + figure(entry, "value"), 0n);
}

/** The figures of a record. */
export function figuresOf(stats: Stats): Figures {
  return {
    cpu: figure(stats.cpu, "usage", "total"),
    memory: figure(stats.memory, "usage", "usage"),
    limit: figure(stats.memory, "usage", "limit"),
    pids: figure(stats.pids, "current"),
    read: transferred(stats, "Read"),
    written: transferred(stats, "Write"),
  };
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/** Bytes in the largest unit that leaves a whole number before the point: `12.3 MiB`. */
export function bytesText(bytes: bigint): string {
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

const COLUMNS = [8, 22, 7, 7, 13] as const;
const row = (cells: readonly string[]): string =>
  cells.map((cell, index) => cell.padEnd(COLUMNS[index] ?? 0)).join("  ");

/** The heading of the rows. */
export const HEADING = row(["CPU", "MEMORY / LIMIT", "MEMORY", "PIDS", "READ", "WRITTEN"]);

// No limit is written as a number just below 2^63 on v1, as the largest of 64 bits on v2.
const BEYOND = 1n << 60n;

/**
 * A row of at most 80 columns: processor time of one CPU as a percentage, memory, processes, bytes
 * read and written since the start.
 *
 * @param elapsed - nanoseconds between the two looks
 */
export function statsRow(before: Figures, now: Figures, elapsed: bigint): string {
  const percent = (part: bigint, whole: bigint): string =>
    whole <= 0n ? "-" : `${(Number((part * 1000n) / whole) / 10).toFixed(1)} %`;
  const limited = now.limit > 0n && now.limit < BEYOND;
  return row([
    percent(now.cpu - before.cpu, elapsed),
    limited ? `${bytesText(now.memory)} / ${bytesText(now.limit)}` : bytesText(now.memory),
    limited ? percent(now.memory, now.limit) : "-",
    `${now.pids}`,
    bytesText(now.read),
    bytesText(now.written),
  ]).trimEnd();
}
