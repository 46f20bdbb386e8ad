// What cgroup v2 has no file for.
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";

const resources = (more: Json): Json => ({ linux: { resources: more } });
const refused: readonly (readonly [rule: string, change: Json, said: RegExp])[] = [
  ["[RM-6]", { memory: { swappiness: 60 } }, /swappiness has no counterpart on cgroup v2/],
  ["[RM-7]", { memory: { disableOOMKiller: true } }, /disableOOMKiller.*no counterpart/],
  ["[RM-8]", { memory: { useHierarchy: false } }, /always hierarchical.*useHierarchy/],
  [
    "[RM-3]",
    { memory: { swap: 104857600 } },
    /cannot be converted to cgroup v2 without memory\.limit/,
  ],
  ["[RC-7]", { cpu: { realtimeRuntime: 1000 } }, /realtimeRuntime.*no counterpart/],
  ["[RC-8]", { cpu: { realtimePeriod: 1000000 } }, /realtimePeriod.*no counterpart/],
  ["[RB-2]", { blockIO: { leafWeight: 100 } }, /leafWeight.*no counterpart/],
  [
    "[RB-5]",
    { blockIO: { weightDevice: [{ major: 8, minor: 0, leafWeight: 100 }] } },
    /leafWeight.*no counterpart/,
  ],
  ["[RN-1]", { network: { classID: 1 } }, /classID.*no counterpart/],
  [
    "[RN-2]",
    { network: { priorities: [{ name: "lo", priority: 1 }] } },
    /priorities.*no counterpart/,
  ],
];
// Values of the same members that ask for nothing.
const nothing: Json = {
  memory: { swappiness: 0, disableOOMKiller: false, useHierarchy: true },
  cpu: { realtimeRuntime: 0, realtimePeriod: 0, shares: 0 },
  blockIO: { leafWeight: 0, weight: 0 },
  network: { classID: 0, priorities: [] },
};

export const bundle = defineBundle({
  name: "resources-v2-refused",
  title:
    "[R-2] a setting that cgroup v2 cannot have fails create when it asks for something, and is fine otherwise",
  oracle: { none: "runc 1.1 ignores them on v2" },
  needs: ["v2"],
  config: { process: { args: ["echo", "ran"] } },
  check(t) {
    for (const [, change, said] of refused) t.rejects(resources(change), said);
    t.is(t.outputOf(resources(nothing)), "ran\n");
    // Kernels no longer have these two: a warning everywhere.
    const log = t.beside("log");
    t.configure(resources({ memory: { kernel: 1048576, kernelTCP: 1048576 } }));
    t.is(t.output({ globals: ["--log", log] }), "ran\n");
    t.match(t.read(log) ?? "", /memory\.kernel is ignored.*\n.*memory\.kernelTCP is ignored/);
  },
});
