// linux.resources: what the members say about each other.
import { below } from "../../json/pointer.ts";
import type { Cpu, HugepageLimit, Memory, Resources } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";
import { listFault } from "./lists.ts";

const PLACE = "/linux/resources";

function checkMemory(memory: Memory, report: Report): void {
  const { limit = 0n, swap = 0n } = memory;
  if (swap > 0n && limit > 0n && swap < limit) {
    const rule = `is memory and swap together: must be at least the limit, ${limit}`;
    report(finding("error", `${PLACE}/memory/swap`, rule, swap));
  }
  for (const name of ["kernel", "kernelTCP"] as const) {
    if ((memory[name] ?? 0n) <= 0n) continue;
    const rule = "has no effect: kernels no longer have this limit";
    report(finding("warning", `${PLACE}/memory/${name}`, rule));
  }
}

function checkCpu(cpu: Cpu, report: Report): void {
  const { quota = 0n, burst = 0n } = cpu;
  if (quota > 0n && burst > quota) {
    report(finding("error", `${PLACE}/cpu/burst`, `must be at most the quota, ${quota}`, burst));
  }
  for (const name of ["cpus", "mems"] as const) {
    const list = cpu[name] ?? "";
    const fault = list === "" ? null : listFault(list);
    if (fault !== null) report(finding("error", `${PLACE}/cpu/${name}`, fault, list));
  }
}

function checkHugepages(limits: readonly HugepageLimit[], report: Report): void {
  const seen = new Set<string>();
  for (const [index, { pageSize }] of limits.entries()) {
    const place = `${below(`${PLACE}/hugepageLimits`, index)}/pageSize`;
    if (seen.has(pageSize)) report(finding("error", place, "must not be listed twice", pageSize));
    seen.add(pageSize);
  }
}

/** Checks resources that lie at `/linux/resources` of config.json. */
export function checkResources(resources: Resources, report: Report): void {
  if (resources.memory !== undefined) checkMemory(resources.memory, report);
  if (resources.cpu !== undefined) checkCpu(resources.cpu, report);
  checkHugepages(resources.hugepageLimits ?? [], report);
}
