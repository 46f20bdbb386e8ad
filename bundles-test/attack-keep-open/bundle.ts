// engines wait for the end of the runtime's own output.
import { defineBundle } from "../harness/define.ts";
import { lives } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "attack-keep-open",
  title: "[CT-5] no process but the container's is left by create, start and a detached run",
  oracle: "crun",
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const pid = t.up();
    const others = t.processes().filter((other) => other !== pid);
    t.is(others, [], "after start");
    t.ok(lives(pid), "the container");
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.succeeds(t.run({ flags: ["--detach"] }));
    t.is(t.processes(), [t.pid], "after run --detach");
  },
});
