// The working directory.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "cwd",
  title: "[P-6] [P-7] [Q-12] the program begins in cwd, which is made when it is missing",
  oracle: "runc",
  config: { process: script("pwd; stat -c %a:%u .", { cwd: "/srv/deep/work" }) },
  check(t) {
    t.is(t.output(), "/srv/deep/work\n755:0\n");
    t.is(t.outputOf({ process: { cwd: "/tmp" } }), "/tmp\n1777:0\n");
    t.rejects({ process: { cwd: "tmp" } }, /[Cc]wd|cwd/);
    t.rejects({ process: { cwd: undefined } }, /[Cc]wd|cwd/);
  },
});
