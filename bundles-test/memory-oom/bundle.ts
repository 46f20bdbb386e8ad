// Too much memory.
import { cgroupOf, either, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "memory-oom",
  title: "[RM-1] a program beyond its memory limit is killed by the kernel, which counts it",
  oracle: "runc",
  needs: ["memory"],
  config: {
    process: { args: ["tail", "/dev/zero"] },
    linux: { resources: { memory: { limit: 33554432 } } },
  },
  check(t) {
    const own = cgroupOf(t.created(), "memory");
    const { pid } = t;
    t.succeeds(t.start());
    t.ended(pid);
    t.match(value(own, either("memory", "memory.oom_control", "memory.events")), /^oom_kill 1$/m);
    t.succeeds(t.delete());
    t.is(t.run().status, 137, "foreground");
  },
});
