// linux.memoryPolicy: the arguments of set_mempolicy(2).
import type { MemoryPolicy } from "../config/config.gen.ts";
import { numbersOf } from "./number-list.ts";
import { asked } from "./steps.ts";
import type { Step } from "./types.ts";

/** MPOL_*, linux/mempolicy.h. */
export const MEMORY_MODES = {
  MPOL_DEFAULT: 0,
  MPOL_PREFERRED: 1,
  MPOL_BIND: 2,
  MPOL_INTERLEAVE: 3,
  MPOL_LOCAL: 4,
  MPOL_PREFERRED_MANY: 5,
  MPOL_WEIGHTED_INTERLEAVE: 6,
} as const;

/** MPOL_F_*, which go into the mode. */
export const MEMORY_FLAGS = {
  MPOL_F_NUMA_BALANCING: 1 << 13,
  MPOL_F_RELATIVE_NODES: 1 << 14,
  MPOL_F_STATIC_NODES: 1 << 15,
} as const;

/** The policy of the process, which its children inherit. Nothing asked: nothing is called. */
export function memoryPolicySteps(policy: MemoryPolicy | null): readonly Step[] {
  if (policy === null) return [];
  const mode = (policy.flags ?? []).reduce(
    (bits, flag) => bits | MEMORY_FLAGS[flag],
    MEMORY_MODES[policy.mode] as number,
  );
  const nodes = numbersOf(policy.nodes ?? "");
  return [asked("process", "/linux/memoryPolicy", { op: "memory-policy", mode, nodes })];
}
