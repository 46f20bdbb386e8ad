import { test } from "uvu";
import * as assert from "uvu/assert";
import type { MemoryPolicyMode } from "../config/config.gen.ts";
import { memoryPolicySteps } from "./memory-policy.ts";

const opOf = (policy: Parameters<typeof memoryPolicySteps>[0]): unknown =>
  memoryPolicySteps(policy)[0]?.op;

test("[MP-1] each mode is the kernel's number", () => {
  const modes: readonly MemoryPolicyMode[] = [
    "MPOL_DEFAULT",
    "MPOL_PREFERRED",
    "MPOL_BIND",
    "MPOL_INTERLEAVE",
    "MPOL_LOCAL",
    "MPOL_PREFERRED_MANY",
    "MPOL_WEIGHTED_INTERLEAVE",
  ];
  for (const [mode, name] of modes.entries()) {
    assert.equal(opOf({ mode: name }), { op: "memory-policy", mode, nodes: [] });
  }
});

test("[MP-2] [MP-4] nodes are their numbers, flags are bits of the mode", () => {
  assert.equal(
    opOf({
      mode: "MPOL_INTERLEAVE",
      nodes: "0-1,3",
      flags: ["MPOL_F_STATIC_NODES", "MPOL_F_NUMA_BALANCING"],
    }),
    { op: "memory-policy", mode: 3 | 0xa000, nodes: [0, 1, 3] },
  );
});

test("[MP-6] without a policy nothing is called", () => {
  assert.equal(memoryPolicySteps(null), []);
});

test.run();
