// No processes at all.
import { script } from "../harness/base.ts";
import { cgroupOf, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "pids-limit-zero",
  title: "[RP-2] [Q-14] pids.limit 0 is a limit of zero: the program runs and cannot fork",
  oracle: { none: "runc 1.1 takes 0 for unset" },
  needs: ["pids"],
  config: {
    process: script("echo alone; (true); true"),
    linux: { resources: { pids: { limit: 0 } } },
  },
  check(t) {
    t.is(value(cgroupOf(t.created(), "pids"), "pids.max"), "0");
    t.succeeds(t.start());
    t.wait(() => t.complained.includes("fork"), "a fork failed");
    t.is(t.written, "alone\n");
  },
});
