// Values of the processor controllers.
import { script } from "../harness/base.ts";
import { cgroupOf, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "cpu-values",
  title: "[RC-1] [RC-9] [RC-10] shares, cpus and mems are in the controllers' files and hold",
  oracle: "runc",
  needs: ["v1-cpu", "v1-cpuset"],
  config: {
    process: script("grep -E '^(Cpus|Mems)_allowed_list' /proc/self/status; sleep 60"),
    linux: { resources: { cpu: { shares: 512, cpus: "0", mems: "0" } } },
  },
  check(t) {
    const pid = t.up();
    t.is(value(cgroupOf(pid, "cpu"), "cpu.shares"), "512");
    t.is(value(cgroupOf(pid, "cpuset"), "cpuset.cpus"), "0");
    t.wait(() => t.written.includes("Mems"), "the program wrote");
    t.is(t.written, "Cpus_allowed_list:\t0\nMems_allowed_list:\t0\n");
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.rejects(
      { linux: { resources: { cpu: { cpus: "4000" } } } },
      /cpus|numerical result|invalid argument|out of range/i,
    );
    t.rejects({ linux: { resources: { cpu: { quota: 1 } } } }, /quota|invalid argument/);
  },
});
