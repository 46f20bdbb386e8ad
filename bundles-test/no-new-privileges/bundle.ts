// The flag that keeps setuid programs from working.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "no-new-privileges",
  title: "[P-26] noNewPrivileges is set exactly when configured",
  oracle: "runc",
  config: {
    process: { args: ["grep", "^NoNewPrivs", "/proc/self/status"], noNewPrivileges: true },
  },
  check(t) {
    t.is(t.output(), "NoNewPrivs:\t1\n");
    t.is(t.outputOf({ process: { noNewPrivileges: false } }), "NoNewPrivs:\t0\n");
    t.is(t.outputOf({ process: { noNewPrivileges: undefined } }), "NoNewPrivs:\t0\n");
  },
});
