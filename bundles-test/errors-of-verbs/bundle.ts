// The words that callers look for.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "errors-of-verbs",
  title:
    "[CT-10] [CT-11] [OP-3] [OP-18] [OP-22] [OP-24] [OP-26] verbs fail with the texts that callers match, and change nothing",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const missing = /container does not exist/;
    for (const verb of [["state"], ["start"], ["kill"], ["delete"]])
      t.fails(t.runtime.call([...verb, t.place.id]), missing);
    const exec = t.exec(["true"]);
    t.fails(exec, missing);
    t.is(exec.status, 255, "exec of nothing");
    const force = t.delete({ flags: ["--force"] });
    t.is(force, { status: 0, stdout: "", stderr: "" }, "delete --force of nothing");

    const pid = t.up();
    t.fails(t.delete(), /cannot delete container .* that is not stopped: running/);
    t.fails(t.start(), /cannot start an already running container/);
    t.fails(t.kill("NOSUCH"), /unknown signal/i);
    t.is([t.status, t.pid], ["running", pid]);

    t.succeeds(t.kill("9"));
    t.ended(pid);
    t.fails(t.kill("TERM"), /container not running/);
    t.fails(t.start(), /cannot start a container that has stopped/);
    t.fails(t.exec(["true"]), /cannot exec in a stopped container/);
    t.is(t.status, "stopped");
  },
});
