// linux.resources as properties of a systemd unit (systemd.resource-control(5)). systemd writes them to
// the files of the cgroup; the driver writes the files as well, since properties are coarser. Known to
// systemd they stay when it writes its files anew. Used by create and by update.
import { array, integer } from "../wire/gvariant.ts";
import { ioWeight, weightOfShares } from "./resources-v2.ts";
import { PlanError } from "./types.ts";
import type { Cpu, Memory, Resources } from "../config/config.gen.ts";
import type { UnitProperty, Variant } from "../wire/gvariant.ts";
import type { Warning } from "./types.ts";

/** What decides about properties besides the resources. */
export interface UnitScope {
  /** systemd's version, 252. */
  readonly version: number;
  /** Which kind of hierarchy systemd's controllers are in. */
  readonly cgroup: 1 | 2;
  readonly warnings: Warning[];
}

/** systemd's word for no limit. */
const INFINITY = 0xffff_ffff_ffff_ffffn;
/** The kernel's default period, in microseconds. */
const DEFAULT_PERIOD = 100_000n;
/** systemd counts a quota in whole percents: steps of 10 ms per second. */
const QUOTA_STEP = 10_000n;
/** Versions that brought a property. */
const SINCE = { quotaPeriod: 242, allowedCpus: 244, idleWeight: 252 } as const;

const property = (name: string, value: Variant): UnitProperty => ({ name, value });
const number = (name: string, value: bigint): UnitProperty =>
  property(name, integer("t", value < 0n ? INFINITY : value));

/** The properties for all limits that systemd has one for, device rules excepted. */
export function resourceProperties(
  resources: Resources,
  scope: UnitScope,
): readonly UnitProperty[] {
  const { memory = {}, cpu = {}, pids, blockIO } = resources;
  const weight = blockIO?.weight ?? 0;
  const v2 = scope.cgroup === 2;
  return [
    ...(v2 ? memoryV2(memory) : memoryV1(memory)),
    ...cpuWeight(cpu, scope),
    ...cpuQuota(cpu, scope),
    ...(v2 && scope.version >= SINCE.allowedCpus ? cpuset(cpu) : []),
    ...(pids?.limit === undefined ? [] : [number("TasksMax", pids.limit)]),
    ...(weight === 0
      ? []
      : [
          v2
            ? number("IOWeight", BigInt(ioWeight(weight)))
            : number("BlockIOWeight", BigInt(weight)),
        ]),
    ...(v2 ? unifiedProperties(resources.unified ?? {}, scope) : []),
  ];
}

function memoryV1({ limit }: Memory): readonly UnitProperty[] {
  return limit === undefined ? [] : [number("MemoryLimit", limit)];
}

function memoryV2({ limit, reservation, swap }: Memory): readonly UnitProperty[] {
  const made: UnitProperty[] = [];
  if (limit !== undefined) made.push(number("MemoryMax", limit));
  if (reservation !== undefined) made.push(number("MemoryLow", reservation));
  if (swap === undefined) {
    if (limit !== undefined && limit < 0n) made.push(number("MemorySwapMax", -1n));
  } else if (swap < 0n) {
    made.push(number("MemorySwapMax", -1n));
  } else if (limit !== undefined && limit >= 0n) {
    made.push(number("MemorySwapMax", swap - limit));
  }
  return made;
}

function cpuWeight({ shares = 0n, idle }: Cpu, scope: UnitScope): readonly UnitProperty[] {
  if (scope.cgroup === 1) return shares === 0n ? [] : [number("CPUShares", shares)];
  if (idle === 1 && scope.version >= SINCE.idleWeight) {
    if (shares !== 0n) {
      scope.warnings.push({
        pointer: "/linux/resources/cpu/shares",
        message: "unable to apply both cpu.weight and cpu.idle to systemd, ignoring cpu.weight",
      });
    }
    return [number("CPUWeight", 0n)];
  }
  return shares === 0n ? [] : [number("CPUWeight", BigInt(weightOfShares(shares)))];
}

/** Microseconds of CPU time in a second, rounded up so that no less than asked for is given. */
export function quotaPerSecond(quota: bigint, period: bigint): bigint {
  if (quota <= 0n) return INFINITY;
  const exact = (quota * 1_000_000n) / (period === 0n ? DEFAULT_PERIOD : period);
  return ((exact + QUOTA_STEP - 1n) / QUOTA_STEP) * QUOTA_STEP;
}

function cpuQuota({ quota = 0n, period = 0n }: Cpu, scope: UnitScope): readonly UnitProperty[] {
  if (quota === 0n && period === 0n) return [];
  return [
    ...(period === 0n || scope.version < SINCE.quotaPeriod
      ? []
      : [number("CPUQuotaPeriodUSec", period)]),
    number("CPUQuotaPerSecUSec", quotaPerSecond(quota, period)),
  ];
}

function cpuset({ cpus = "", mems = "" }: Cpu): readonly UnitProperty[] {
  return [
    ...(cpus === "" ? [] : [property("AllowedCPUs", bitmask(cpus, "/linux/resources/cpu/cpus"))]),
    ...(mems === ""
      ? []
      : [property("AllowedMemoryNodes", bitmask(mems, "/linux/resources/cpu/mems"))]),
  ];
}

/** More than any machine has; a longer mask would only be a denial of service. */
const MOST_NUMBERS = 8192;

/**
 * A list of numbers (`0-3,7`) as bytes, the lowest first.
 * @throws PlanError for what is no list
 */
export function bitmask(list: string, pointer: string): Variant {
  const bytes: number[] = [];
  for (const part of list.split(",")) {
    const match = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part);
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? match?.[1]);
    if (match === null || last < first || last >= MOST_NUMBERS) {
      throw new PlanError(
        pointer,
        `${JSON.stringify(list)} is not a list of numbers such as 0-3,7`,
      );
    }
    for (let bit = first; bit <= last; bit++) {
      while (bytes.length <= bit >> 3) bytes.push(0);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
  }
  return array(
    "y",
    bytes.map((byte) => integer("y", BigInt(byte))),
  );
}

/** unified's keys that systemd has a property for. The others are files only. */
function unifiedProperties(
  unified: Readonly<Record<string, string>>,
  scope: UnitScope,
): readonly UnitProperty[] {
  return Object.entries(unified).flatMap(([key, value]) => {
    const pointer = `/linux/resources/unified/${key}`;
    const words = value.trim().split(/\s+/);
    const amount = amountOf(words[0] ?? "");
    const name = UNIFIED[key];
    if (name !== undefined)
      return amount === null || words.length > 1 ? [] : [number(name, amount)];
    switch (key) {
      case "cpu.max": {
        const period = amountOf(words[1] ?? "") ?? 0n;
        return amount === null ? [] : cpuQuota({ quota: amount, period }, scope);
      }
      case "cpu.idle":
        return cpuWeight({ idle: words[0] === "1" ? 1 : 0 }, scope);
      case "cpuset.cpus":
      case "cpuset.mems":
        if (value.trim() === "" || scope.version < SINCE.allowedCpus) return [];
        return [
          property(
            key === "cpuset.cpus" ? "AllowedCPUs" : "AllowedMemoryNodes",
            bitmask(value, pointer),
          ),
        ];
      default:
        return [];
    }
  });
}

const UNIFIED: Readonly<Record<string, string>> = {
  "memory.min": "MemoryMin",
  "memory.low": "MemoryLow",
  "memory.high": "MemoryHigh",
  "memory.max": "MemoryMax",
  "memory.swap.max": "MemorySwapMax",
  "pids.max": "TasksMax",
  "cpu.weight": "CPUWeight",
};

/** `max` is -1; null: not a number. */
function amountOf(word: string): bigint | null {
  if (word === "max") return -1n;
  return /^\d+$/.test(word) ? BigInt(word) : null;
}
