// How the kernel schedules the program.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { controller } from "../harness/host.ts";
import type { Json } from "../harness/json.ts";

// Field 41 of stat is the policy (bit 30: reset on fork), 40 the priority, 19 the nice value.
const show = "cut -d' ' -f19,40,41 /proc/self/stat";
const groups = existsSync(join(controller("cpu") ?? "/none", "cpu.rt_runtime_us"));
// Where the kernel shares real time out to groups, a group without any may not have such tasks.
const realtime: Json = groups
  ? { linux: { resources: { cpu: { realtimeRuntime: 9000, realtimePeriod: 900_000 } } } }
  : {};
const RESET = 0x4000_0000;

export const bundle = defineBundle({
  name: "scheduling",
  title:
    "[P-29] [P-30] [P-31] [P-32] [P-34] [P-35] [P-36] [P-37] [PE-1] policy, nice value, priorities and personality are the configured ones, for children too",
  oracle: { none: "runc 1.1 does not know the sections" },
  config: {
    process: script(show),
  },
  check(t) {
    const seen = (scheduler: Json): string => {
      t.configure({ ...realtime, process: { scheduler } });
      return t.output().trim();
    };
    t.is(t.output().trim(), "0 0 0", "nothing asked");
    t.is(seen({ policy: "SCHED_OTHER", nice: 7 }), "7 0 0");
    t.is(seen({ policy: "SCHED_BATCH", nice: -5 }), "-5 0 3");
    t.is(seen({ policy: "SCHED_IDLE" }), "0 0 5");
    t.is(seen({ policy: "SCHED_FIFO", priority: 10 }), "0 10 1");
    t.is(seen({ policy: "SCHED_RR", priority: 99 }), "0 99 2");
    // The shell has it, what it starts has not.
    t.configure({
      ...realtime,
      process: {
        ...script(
          "cut -d' ' -f41 /proc/self/stat; read -r line < /proc/$$/stat; echo ${line##*) }",
        ),
        scheduler: {
          policy: "SCHED_FIFO",
          priority: 10,
          flags: ["SCHED_FLAG_RESET_ON_FORK"],
        },
      },
    });
    const [child = "", parent = ""] = t.output().trim().split("\n");
    t.is([child, Number(parent.split(" ")[38]) & ~RESET], ["0", 1], "reset on fork");

    const io = (priority: number, name: string): string => {
      t.configure({
        process: { ...script("ionice -p $$; ionice"), ioPriority: { class: name, priority } },
      });
      return t.output();
    };
    t.is(io(2, "IOPRIO_CLASS_BE"), "best-effort: prio 2\nbest-effort: prio 2\n");
    t.is(io(5, "IOPRIO_CLASS_RT"), "realtime: prio 5\nrealtime: prio 5\n");
    t.match(io(7, "IOPRIO_CLASS_IDLE"), /^idle/);

    const machine = (domain: string): string =>
      t.outputOf({ process: script("uname -m"), linux: { personality: { domain } } }).trim();
    const plain = machine("LINUX");
    t.ok(machine("LINUX32") !== plain, "LINUX32 names a 32-bit machine");
  },
});
