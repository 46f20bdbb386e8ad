// A process that is a template: it says who and where, but not what.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "process-args-absent",
  title: "[P-9] [Q-7] create works without process.args, start refuses it, exec brings its own",
  oracle: { none: "runc 1.1 and crun 1.8 refuse it at create" },
  config: { process: { args: undefined, terminal: true } },
  check(t) {
    t.succeeds(t.create());
    t.is(t.status, "created");
    t.fails(t.start(), /args must not be empty \(config\.json: process\.args is absent\)/);
    t.is(t.status, "created");
    const exec = t.exec(["echo", "here"]);
    t.is([exec.status, exec.stdout.trim()], [0, "here"]);
    t.succeeds(t.delete({ flags: ["--force"] }));
  },
});
