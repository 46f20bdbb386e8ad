// Bursts, and cgroups that run when nobody else does.
import { cgroupOf, either, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

const cpu = (values: object) => ({ linux: { resources: { cpu: values } } });

export const bundle = defineBundle({
  name: "cpu-values-more",
  title: "[RC-3] [RC-4] [RC-5] [RC-11] burst and idle are in the controller's files",
  oracle: { none: "runc 1.1 does not know burst and idle" },
  needs: ["cpu"],
  config: {
    process: { args: ["sleep", "60"] },
    ...cpu({ quota: 50000, period: 100000, burst: 20000 }),
  },
  check(t) {
    const burst = either("cpu", "cpu.cfs_burst_us", "cpu.max.burst");
    t.is(value(cgroupOf(t.up(), "cpu"), burst), "20000");
    t.succeeds(t.delete({ flags: ["--force"] }));
    for (const idle of [1, 0]) {
      t.configure({ linux: { resources: { cpu: { quota: undefined, burst: undefined, idle } } } });
      t.is(value(cgroupOf(t.up(), "cpu"), "cpu.idle"), String(idle));
      t.succeeds(t.delete({ flags: ["--force"] }));
    }
    t.rejects(cpu({ quota: 50000, burst: 50001 }), /cpu\.burst.*50000, not 50001/);
  },
});
