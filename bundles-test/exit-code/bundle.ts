// Exit statuses, as callers of run and exec see them.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "exit-code",
  title: "[L-16] foreground run and exec end with the status of the program",
  oracle: "runc",
  config: { process: script("exit 7") },
  check(t) {
    t.is(t.run().status, 7, "run");
    t.configure({ process: { args: ["true"] } });
    t.is(t.run().status, 0, "run of true");
    t.configure({ process: { args: ["sleep", "60"] } });
    t.up();
    t.is(t.exec(["sh", "-c", "exit 9"]).status, 9, "exec");
    t.is(t.exec(["sh", "-c", "kill -KILL $$"]).status, 137, "exec that is killed");
    t.is(t.exec(["sh", "-c", "kill -TERM $$"]).status, 143, "exec that is terminated");
  },
});
