// What only cgroup v1 has: swappiness, the killer of processes, real time.
import { cgroupOf, has, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";

const resources = (more: Json): Json => ({ linux: { resources: more } });

export const bundle = defineBundle({
  name: "resources-v1-values",
  title:
    "[RM-4] [RM-5] [RM-6] [RM-7] [RM-8] [RC-7] [RC-8] settings of cgroup v1 alone are in their files",
  oracle: { none: "runc 1.1 wants the kernel memory limits that kernels no longer have" },
  needs: ["v1-memory", "v1-cpu"],
  config: {
    process: { args: ["sleep", "60"] },
    ...resources({
      memory: {
        swappiness: 30,
        disableOOMKiller: true,
        useHierarchy: true,
        kernel: 1048576,
        kernelTCP: -1,
      },
    }),
  },
  check(t) {
    const log = t.beside("log");
    const memory = cgroupOf(t.up({ globals: ["--log", log] }), "memory");
    t.is(value(memory, "memory.swappiness"), "30");
    t.match(value(memory, "memory.oom_control"), /^oom_kill_disable 1$/m);
    t.is(value(memory, "memory.use_hierarchy"), "1");
    t.match(t.read(log) ?? "", /memory\.kernel is ignored.*\n.*memory\.kernelTCP is ignored/);
    t.succeeds(t.delete({ flags: ["--force"] }));

    t.configure(resources({ memory: { disableOOMKiller: false }, cpu: { shares: 1024 } }));
    const pid = t.up();
    t.match(value(cgroupOf(pid, "memory"), "memory.oom_control"), /^oom_kill_disable 0$/m);
    const realtime = has(cgroupOf(pid, "cpu"), "cpu.rt_runtime_us");
    t.succeeds(t.delete({ flags: ["--force"] }));

    const asked = resources({ cpu: { realtimeRuntime: 5000, realtimePeriod: 2000000 } });
    if (!realtime) {
      // A kernel without groups of real time.
      t.rejects(asked, /cpu\.rt_period_us.*no such file/);
      return;
    }
    t.configure(asked);
    const cpu = cgroupOf(t.up(), "cpu");
    t.is(
      ["cpu.rt_period_us", "cpu.rt_runtime_us"].map((file) => value(cpu, file)),
      ["2000000", "5000"],
    );
  },
});
