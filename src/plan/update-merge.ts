// What an update asks for, laid over what the container has: a setting that is not named stays.
import type {
  BlockIO,
  Cpu,
  Memory,
  Resources,
  ThrottleDevice,
  WeightDevice,
} from "../config/config.gen.ts";

/** Takes members out whose value is one of `unset`. */
function without<T extends object>(value: T, unset: (name: keyof T) => boolean): T {
  const kept = { ...value };
  for (const name of Object.keys(kept) as (keyof T)[]) if (unset(name)) delete kept[name];
  return kept;
}

const ZERO_IS_UNSET = {
  memory: ["limit", "reservation", "swap", "kernel", "kernelTCP"],
  cpu: ["shares", "quota", "period", "realtimeRuntime", "realtimePeriod"],
} as const;

/**
 * The request without the zeros that mean "leave alone": engines have no other way to say so. Empty
 * lists of CPUs and of device rules are left out too.
 */
export function withoutZeros(asked: Resources): Resources {
  const { memory, cpu, pids, devices, ...rest } = asked;
  const zero = <T extends object>(value: T, names: readonly string[]): T =>
    without(value, (name) => names.includes(String(name)) && value[name] === 0n);
  return {
    ...rest,
    ...(memory === undefined ? {} : { memory: zero(memory, ZERO_IS_UNSET.memory) }),
    ...(cpu === undefined
      ? {}
      : {
          cpu: without(
            zero(cpu, ZERO_IS_UNSET.cpu),
            (name) => (name === "cpus" || name === "mems") && cpu[name] === "",
          ),
        }),
    ...(pids?.limit === undefined || pids.limit === 0n ? {} : { pids }),
    ...((devices ?? []).length === 0 ? {} : { devices }),
  };
}

/** One entry for each key, the later list's entries in place of the earlier one's. */
function upsert<T>(
  before: readonly T[] | undefined,
  after: readonly T[] | undefined,
  key: (entry: T) => string,
): readonly T[] {
  const entries = new Map<string, T>();
  for (const entry of [...(before ?? []), ...(after ?? [])]) entries.set(key(entry), entry);
  return [...entries.values()];
}

const device = ({ major, minor }: WeightDevice | ThrottleDevice): string => `${major}:${minor}`;

function mergeBlock(before: BlockIO, after: BlockIO): BlockIO {
  const { weight, leafWeight } = after;
  const lists: Record<string, unknown> = {};
  const list = (name: keyof Omit<BlockIO, "weight" | "leafWeight">): void => {
    const merged = upsert<WeightDevice | ThrottleDevice>(before[name], after[name], device);
    if (merged.length > 0) lists[name] = merged;
  };
  list("weightDevice");
  list("throttleReadBpsDevice");
  list("throttleWriteBpsDevice");
  list("throttleReadIOPSDevice");
  list("throttleWriteIOPSDevice");
  return {
    ...before,
    ...((weight ?? 0) === 0 ? {} : { weight }),
    ...((leafWeight ?? 0) === 0 ? {} : { leafWeight }),
    ...lists,
  };
}

/**
 * Memory after the update. v1 keeps the sum of memory and swap when only memory changes, v2 keeps
 * swap: what is kept here says what then is true.
 */
export function mergeMemory(before: Memory, asked: Memory, version: 1 | 2): Memory {
  const { checkBeforeUpdate: _, ...after } = asked;
  const merged: Memory = { ...before, ...after };
  const { limit, swap } = after;
  if (limit === undefined || swap !== undefined) return merged;
  // No limit on memory means none on the sum either.
  if (limit < 0n) return { ...merged, swap: -1n };
  const { limit: oldLimit, swap: oldSwap } = before;
  const summed = oldLimit !== undefined && oldLimit > 0n && oldSwap !== undefined && oldSwap > 0n;
  return version === 2 && summed ? { ...merged, swap: limit + oldSwap - oldLimit } : merged;
}

/** What the container has after the update; `asked` has no zeros that mean unset. */
export function mergeResources(
  before: Resources,
  asked: Resources,
  memoryVersion: 1 | 2,
): Resources {
  const merged: Resources = { ...before, ...asked };
  const { memory, cpu, blockIO, network } = asked;
  const both = <T>(name: keyof Resources, make: () => T): object =>
    asked[name] === undefined ? {} : { [name]: make() };
  return {
    ...merged,
    ...both("memory", () => mergeMemory(before.memory ?? {}, memory ?? {}, memoryVersion)),
    ...both("cpu", (): Cpu => ({ ...before.cpu, ...cpu })),
    ...both("blockIO", () => mergeBlock(before.blockIO ?? {}, blockIO ?? {})),
    ...both("hugepageLimits", () =>
      upsert(before.hugepageLimits, asked.hugepageLimits, ({ pageSize }) => pageSize),
    ),
    ...both("network", () => ({
      ...before.network,
      ...network,
      priorities: upsert(before.network?.priorities, network?.priorities, ({ name }) => name),
    })),
    ...both("rdma", () => ({ ...before.rdma, ...asked.rdma })),
    ...both("unified", () => ({ ...before.unified, ...asked.unified })),
  };
}
