// Values of the processor controllers.
import { script } from "../harness/base.ts";
import { cgroupOf, either, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "cpu-values",
  title: "[RC-1] [RC-9] [RC-10] shares, cpus and mems are in the controllers' files and hold",
  oracle: "runc",
  needs: ["cpu", "cpuset"],
  config: {
    process: script("grep -E '^(Cpus|Mems)_allowed_list' /proc/self/status; sleep 60"),
    linux: { resources: { cpu: { shares: 512, cpus: "0", mems: "0" } } },
  },
  check(t) {
    const pid = t.up();
    // runc 1.1 still has the linear conversion.
    const weight = t.runtime.kind === "runc" ? "20" : "59";
    const [file, wanted] = either("cpu", ["cpu.shares", "512"], ["cpu.weight", weight]);
    t.is(value(cgroupOf(pid, "cpu"), file), wanted);
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
