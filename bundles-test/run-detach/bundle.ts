// run that does not wait.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "run-detach",
  title: "run --detach returns when the program runs, run --keep leaves the stopped container",
  oracle: { none: "runc 1.1 has no --keep" },
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    t.succeeds(t.run({ flags: ["--detach", "--pid-file", t.beside("pid")] }));
    t.is([t.status, String(t.pid)], ["running", t.read(t.beside("pid"))]);
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.configure({ process: { args: ["true"] } });
    t.succeeds(t.run({ flags: ["--keep"] }));
    t.is(t.status, "stopped");
    t.succeeds(t.delete());
  },
});
