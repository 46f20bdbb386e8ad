// Freezing.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { sleep } from "../harness/sleep.ts";

export const bundle = defineBundle({
  name: "pause",
  title: "pause suspends all processes, resume lets them go on, both refuse other statuses",
  oracle: "runc",
  config: { process: script("i=0; while :; do i=$((i+1)); echo $i; sleep 0.02; done") },
  check(t) {
    const verb = (name: string) => t.runtime.call([name, t.place.id]);
    t.fails(verb("pause"), /container does not exist/);
    t.fails(verb("resume"), /container does not exist/);
    // One that waits for its start can be paused too.
    t.created();
    t.succeeds(verb("pause"));
    t.is(t.status, "paused");
    t.fails(t.start(), /cannot start an already running container|paused/);
    t.succeeds(verb("resume"));
    t.is(t.status, "created");
    t.succeeds(t.start());

    t.fails(verb("resume"), /container not paused/);
    t.is(t.succeeds(verb("pause")), "");
    t.is(t.status, "paused");
    t.fails(verb("pause"), /container not running/);
    const { written } = t;
    sleep(200);
    t.is(t.written, written, "nothing is written while it is paused");
    t.fails(t.exec(["true"]), /cannot exec in a paused container/);
    t.succeeds(verb("resume"));
    t.is(t.status, "running");
    t.wait(() => t.written.length > written.length, "it goes on");

    // A signal that kills gets through; others wait for the thaw.
    t.succeeds(verb("pause"));
    const { pid } = t;
    t.succeeds(t.kill("KILL"));
    t.ended(pid);
    t.is(t.status, "stopped");
    t.fails(verb("pause"), /container not running/);
    t.fails(verb("resume"), /container not paused/);
  },
});
