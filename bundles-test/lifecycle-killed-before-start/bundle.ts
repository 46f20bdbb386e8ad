// A container that never ran.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "lifecycle-killed-before-start",
  title:
    "[ST-8] [OP-23] [OP-18] a created container can be killed, is stopped then, and cannot be started",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const pid = t.created();
    t.succeeds(t.kill("KILL"));
    t.ended(pid);
    t.is(t.status, "stopped");
    t.fails(t.start(), /cannot start a container that has stopped/);
    t.succeeds(t.delete());
  },
});
