// Ranges and relations in linux.resources that the schema cannot say, and zeros that mean unset.
import { inRange } from "./resources-write.ts";
import { PlanError } from "./types.ts";
import type { BlockIO, Cpu, Memory } from "../config/config.gen.ts";
import type { Warning } from "./types.ts";

const BASE = "/linux/resources";

function unset(warnings: Warning[], pointer: string): undefined {
  warnings.push({ pointer, message: "0 is taken as not set" });
}

/** -1, 0 and more; the kernel's memory limits of old are gone. @throws PlanError */
export function checkMemory(memory: Memory, warnings: Warning[]): Memory {
  const base = `${BASE}/memory`;
  for (const field of ["limit", "reservation", "swap", "kernel", "kernelTCP"] as const) {
    const value = memory[field];
    if (value !== undefined) inRange(`${base}/${field}`, value, -1n);
  }
  for (const field of ["kernel", "kernelTCP"] as const) {
    if (memory[field] === undefined) continue;
    warnings.push({
      pointer: `${base}/${field}`,
      message: `memory.${field} is ignored: kernels no longer have it`,
    });
  }
  if (memory.swappiness !== undefined) inRange(`${base}/swappiness`, memory.swappiness, 0n, 100n);
  const { limit, swap, ...rest } = memory;
  const taken: { limit?: bigint; swap?: bigint } = {};
  if (limit === 0n) unset(warnings, `${base}/limit`);
  else if (limit !== undefined) taken.limit = limit;
  if (swap === 0n) unset(warnings, `${base}/swap`);
  else if (swap !== undefined) taken.swap = swap;
  if (taken.swap !== undefined && taken.swap >= 0n && taken.limit !== undefined) {
    if (taken.limit < 0n || taken.swap < taken.limit) {
      throw new PlanError(
        `${base}/swap`,
        `memory and swap together (${taken.swap}) are less than memory.limit (${taken.limit})`,
      );
    }
  }
  return { ...rest, ...taken };
}

/** Whether anything is asked of the controller. */
export function asksMemory(memory: Memory): boolean {
  const { limit, reservation, swap, swappiness } = memory;
  const numbers = [limit, reservation, swap, swappiness].some((value) => value !== undefined);
  return numbers || memory.disableOOMKiller === true || memory.useHierarchy === false;
}

/** Quotas, periods and burst; 0 is unset where the kernel has no meaning for it. @throws PlanError */
export function checkCpu(cpu: Cpu, warnings: Warning[]): Cpu {
  const base = `${BASE}/cpu`;
  const { shares, quota, period, realtimePeriod, ...rest } = cpu;
  const taken: { shares?: bigint; quota?: bigint; period?: bigint; realtimePeriod?: bigint } = {};
  // Engines that keep no absent value write shares 0 into every configuration: no warning.
  if (shares !== undefined && shares !== 0n) taken.shares = shares;
  if (quota !== undefined) {
    inRange(`${base}/quota`, quota, -1n);
    if (quota === 0n) unset(warnings, `${base}/quota`);
    else taken.quota = quota;
  }
  if (period === 0n) unset(warnings, `${base}/period`);
  else if (period !== undefined) taken.period = period;
  if (realtimePeriod === 0n) unset(warnings, `${base}/realtimePeriod`);
  else if (realtimePeriod !== undefined) taken.realtimePeriod = realtimePeriod;
  if (cpu.realtimeRuntime !== undefined)
    inRange(`${base}/realtimeRuntime`, cpu.realtimeRuntime, -1n);
  if (cpu.idle !== undefined) inRange(`${base}/idle`, cpu.idle, 0n, 1n);
  const { burst } = cpu;
  if (burst !== undefined && taken.quota !== undefined && taken.quota > 0n && burst > taken.quota) {
    throw new PlanError(`${base}/burst`, `burst ${burst} is larger than quota ${taken.quota}`);
  }
  return { ...rest, ...taken };
}

/** Whether anything is asked of the controller. */
export function asksCpu(cpu: Cpu): boolean {
  const { shares, quota, period, burst, realtimePeriod } = cpu;
  const numbers = [shares, quota, period, burst, realtimePeriod].some(
    (value) => value !== undefined,
  );
  return numbers || (cpu.realtimeRuntime ?? 0n) !== 0n || cpu.idle === 1;
}

/** Weights are 10 to 1000, or 0 for unset. @throws PlanError */
export function checkBlock(block: BlockIO): BlockIO {
  const base = `${BASE}/blockIO`;
  const weight = (value: number | undefined, pointer: string): void => {
    if (value !== undefined && value !== 0) inRange(pointer, value, 10n, 1000n);
  };
  weight(block.weight, `${base}/weight`);
  weight(block.leafWeight, `${base}/leafWeight`);
  for (const [index, entry] of (block.weightDevice ?? []).entries()) {
    const pointer = `${base}/weightDevice/${index}`;
    if (entry.weight === undefined && entry.leafWeight === undefined) {
      throw new PlanError(pointer, "neither weight nor leafWeight is given");
    }
    weight(entry.weight, `${pointer}/weight`);
    weight(entry.leafWeight, `${pointer}/leafWeight`);
  }
  return block;
}

/** Whether anything is asked of the controller. */
export function asksBlock(block: BlockIO): boolean {
  const { weightDevice, weight, leafWeight, ...throttles } = block;
  const lists = [weightDevice, ...Object.values(throttles)];
  return (
    (weight ?? 0) !== 0 || (leafWeight ?? 0) !== 0 || lists.some((list) => (list?.length ?? 0) > 0)
  );
}
