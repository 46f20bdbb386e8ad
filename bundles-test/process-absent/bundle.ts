// A configuration without a program.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "process-absent",
  title: "[P-1] [OP-13] [OP-20] create works without process, start does not",
  oracle: { none: "runc 1.1 refuses it and crun 1.8 crashes" },
  config: { process: undefined },
  check(t) {
    t.succeeds(t.create());
    t.is(t.status, "created");
    t.fails(t.start(), /process/);
    t.is(t.status, "created");
    t.succeeds(t.delete({ flags: ["--force"] }));
  },
});
