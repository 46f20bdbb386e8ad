// A process that is made while the container is paused.
import { defineBundle } from "../harness/define.ts";
import { sleep } from "../harness/sleep.ts";
import { beside } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "exec-paused",
  title:
    "exec is refused in a paused container; with --ignore-paused it goes on with the container",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    t.up();
    t.succeeds(t.runtime.call(["pause", t.place.id]));
    const refused = t.exec(["echo", "no"]);
    t.fails(refused, /cannot exec in a paused container \(use --ignore-paused to override\)/);
    t.is(refused.status, 255);
    const verb = ["exec", "--ignore-paused", t.place.id, "echo", "yes"];
    const waiting = beside(t, t.runtime.command(verb, {}));
    sleep(300);
    t.is(waiting.output(), "", "it is frozen with the container");
    t.succeeds(t.runtime.call(["resume", t.place.id]));
    t.wait(() => waiting.output() === "yes\n", "it went on");
    t.is(t.status, "running");
  },
});
