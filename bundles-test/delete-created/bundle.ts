// What containerd does after a failed start.
import { defineBundle } from "../harness/define.ts";
import { lives } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "delete-created",
  title: "[Q-28] delete of a created container ends and removes it without --force",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const pid = t.created();
    t.succeeds(t.delete());
    t.ok(!lives(pid), "the process lives");
  },
});
