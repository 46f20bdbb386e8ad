// linux.resources as values for the files of cgroup v2 (Documentation/admin-guide/cgroup-v2.rst):
// the configuration speaks v1, so values are converted, and what has no counterpart is refused.
import { cgroupWrite, noV2File, orMax } from "./resources-write.ts";
import type { Place } from "./resources-write.ts";
import { PlanError } from "./types.ts";
import type {
  BlockIO,
  Cpu,
  HugepageLimit,
  Memory,
  Network,
  ThrottleDevice,
} from "../config/config.gen.ts";
import type { Step } from "./types.ts";

const MEMORY = "/linux/resources/memory";
const CPU = "/linux/resources/cpu";
const BLOCK = "/linux/resources/blockIO";

/** The memory controller. @throws PlanError for what v2 cannot do */
export function memoryV2(place: Place, memory: Memory): readonly Step[] {
  if ((memory.swappiness ?? 0n) !== 0n) throw noV2File(`${MEMORY}/swappiness`, "swappiness");
  if (memory.disableOOMKiller === true)
    throw noV2File(`${MEMORY}/disableOOMKiller`, "disableOOMKiller");
  if (memory.useHierarchy === false) {
    throw new PlanError(`${MEMORY}/useHierarchy`, "cgroup v2 is always hierarchical");
  }
  const steps: Step[] = [];
  const swap = swapMax(memory);
  if (swap !== null) {
    // Without swap accounting there is no file; no swap and any swap are then the same.
    steps.push(
      cgroupWrite(place, "memory.swap.max", swap.value, swap.pointer, {
        optional: swap.value === "max" || swap.value === "0",
        why: swap.why,
      }),
    );
  }
  if (memory.limit !== undefined) {
    steps.push(cgroupWrite(place, "memory.max", orMax(memory.limit), `${MEMORY}/limit`));
  }
  if (memory.reservation !== undefined) {
    steps.push(
      cgroupWrite(place, "memory.low", orMax(memory.reservation), `${MEMORY}/reservation`),
    );
  }
  return steps;
}

/** v1 limits memory and swap together, v2 swap alone. */
function swapMax(memory: Memory): { value: string; pointer: string; why: string } | null {
  const { limit, swap } = memory;
  const pointer = `${MEMORY}/swap`;
  if (swap === undefined) {
    if (limit === undefined || limit >= 0n) return null;
    return {
      value: "max",
      pointer: `${MEMORY}/limit`,
      why: "no limit means no limit on swap either",
    };
  }
  if (swap < 0n) return { value: "max", pointer, why: "" };
  if (limit === undefined || limit < 0n) {
    throw new PlanError(
      pointer,
      "a limit on memory and swap together cannot be converted to cgroup v2 without memory.limit",
    );
  }
  return { value: `${swap - limit}`, pointer, why: "swap alone: the sum less memory.limit" };
}

/**
 * cpu.weight (1 to 10000) for v1 shares (2 to 262144): a curve through the defaults (1024, 100) and
 * both ends, as the other runtimes have it.
 */
export function weightOfShares(shares: bigint): number {
  if (shares <= 2n) return 1;
  if (shares >= 262144n) return 10000;
  const l = Math.log2(Number(shares));
  // The small term keeps 1024 at 100 in spite of rounding.
  return Math.ceil(10 ** ((l * l + 125 * l) / 612 - 7 / 34) - 1e-9);
}

/** The cpu controller. @throws PlanError for what v2 cannot do */
export function cpuV2(place: Place, cpu: Cpu): readonly Step[] {
  for (const field of ["realtimeRuntime", "realtimePeriod"] as const) {
    if ((cpu[field] ?? 0n) !== 0n) throw noV2File(`${CPU}/${field}`, field);
  }
  const steps: Step[] = [];
  // An idle cgroup refuses a weight: leave that state before, enter it after.
  if (cpu.idle === 0)
    steps.push(cgroupWrite(place, "cpu.idle", "0", `${CPU}/idle`, { optional: true }));
  if (cpu.shares !== undefined) {
    const weight = weightOfShares(cpu.shares);
    steps.push(
      cgroupWrite(place, "cpu.weight", `${weight}`, `${CPU}/shares`, {
        why: `${cpu.shares} shares converted`,
      }),
    );
  }
  if (cpu.quota !== undefined || cpu.period !== undefined) {
    // Without the second number the kernel keeps the period.
    const quota = orMax(cpu.quota ?? -1n);
    const value = cpu.period === undefined ? quota : `${quota} ${cpu.period}`;
    const field = cpu.quota === undefined ? "period" : "quota";
    steps.push(cgroupWrite(place, "cpu.max", value, `${CPU}/${field}`));
  }
  if (cpu.burst !== undefined) {
    steps.push(cgroupWrite(place, "cpu.max.burst", `${cpu.burst}`, `${CPU}/burst`));
  }
  if (cpu.idle === 1) steps.push(cgroupWrite(place, "cpu.idle", "1", `${CPU}/idle`));
  return steps;
}

/** io.weight (1 to 10000) for a v1 weight (10 to 1000). */
export function ioWeight(weight: number): number {
  return 1 + Math.floor(((weight - 10) * 9999) / 990);
}

const THROTTLES = [
  ["throttleReadBpsDevice", "rbps"],
  ["throttleWriteBpsDevice", "wbps"],
  ["throttleReadIOPSDevice", "riops"],
  ["throttleWriteIOPSDevice", "wiops"],
] as const;

/**
 * The io controller. Which weight file there is depends on the kernel's schedulers: BFQ's takes the
 * v1 range, the other needs the conversion. @throws PlanError for leaf weights
 */
export function ioV2(place: Place, block: BlockIO): readonly Step[] {
  if ((block.leafWeight ?? 0) !== 0) throw noV2File(`${BLOCK}/leafWeight`, "leafWeight");
  const steps: Step[] = [];
  const weigh = (value: number | undefined, pointer: string, device: string): void => {
    if (value === undefined || value === 0) return;
    steps.push(
      cgroupWrite(place, "io.bfq.weight", `${device}${value}`, pointer, {
        instead: ["io.weight", `${device}${ioWeight(value)}`],
      }),
    );
  };
  weigh(block.weight, `${BLOCK}/weight`, "");
  for (const [index, entry] of (block.weightDevice ?? []).entries()) {
    const pointer = `${BLOCK}/weightDevice/${index}`;
    if ((entry.leafWeight ?? 0) !== 0) throw noV2File(`${pointer}/leafWeight`, "leafWeight");
    weigh(entry.weight, `${pointer}/weight`, `${entry.major}:${entry.minor} `);
  }
  for (const [field, word] of THROTTLES) {
    const list: readonly ThrottleDevice[] = block[field] ?? [];
    for (const [index, { major, minor, rate }] of list.entries()) {
      // v1 takes a limit away by 0, io.max by the word.
      const value = rate === 0n ? "max" : `${rate}`;
      steps.push(
        cgroupWrite(
          place,
          "io.max",
          `${major}:${minor} ${word}=${value}`,
          `${BLOCK}/${field}/${index}`,
        ),
      );
    }
  }
  return steps;
}

/** One huge page size: reservations, and what is faulted in without one. */
export function hugetlbV2(place: Place, entry: HugepageLimit, pointer: string): readonly Step[] {
  return [
    cgroupWrite(place, `hugetlb.${entry.pageSize}.max`, `${entry.limit}`, pointer),
    cgroupWrite(place, `hugetlb.${entry.pageSize}.rsvd.max`, `${entry.limit}`, pointer, {
      optional: true,
    }),
  ];
}

/** v2 has neither classes nor priorities. @throws PlanError when one is asked for */
export function refuseNetworkV2(network: Network): void {
  const pointer = "/linux/resources/network";
  if ((network.classID ?? 0) !== 0) throw noV2File(`${pointer}/classID`, "classID");
  if ((network.priorities ?? []).length > 0) throw noV2File(`${pointer}/priorities`, "priorities");
}
