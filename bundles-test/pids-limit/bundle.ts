// How many processes.
import { script } from "../harness/base.ts";
import { cgroupOf, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "pids-limit",
  title: "[RP-1] a fork beyond pids.limit fails, and -1 is no limit",
  oracle: "runc",
  needs: ["pids"],
  config: {
    process: script("for i in 1 2 3 4 5 6 7 8; do sleep 1 & done; wait"),
    linux: { resources: { pids: { limit: 5 } } },
  },
  check(t) {
    const result = t.run();
    t.match(result.stderr, /fork: Resource temporarily unavailable/);
    t.configure({
      process: { args: ["sleep", "60"] },
      linux: { resources: { pids: { limit: -1 } } },
    });
    t.is(value(cgroupOf(t.created(), "pids"), "pids.max"), "max");
  },
});
