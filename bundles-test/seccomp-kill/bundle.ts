// A filter that ends the program.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const kill = (action: string) => ({
  linux: {
    seccomp: {
      defaultAction: "SCMP_ACT_ALLOW",
      syscalls: [{ names: ["mkdir", "mkdirat"], action }],
    },
  },
});

export const bundle = defineBundle({
  name: "seccomp-kill",
  title:
    "[SC-14] KILL and KILL_PROCESS end the program with SIGSYS, TRAP too, LOG lets it go on, TRACE waits for a tracer",
  oracle: "runc",
  config: { ...kill("SCMP_ACT_KILL"), process: script("mkdir /tmp/d; echo $?") },
  check(t) {
    t.is(t.output(), "159\n", "KILL");
    for (const action of ["SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_TRAP"])
      t.is(t.outputOf(kill(action)), "159\n", action);
    t.is(t.outputOf(kill("SCMP_ACT_LOG")), "0\n", "LOG");
    // Without a tracer there is no such call.
    t.configure(kill("SCMP_ACT_TRACE"));
    t.match(t.run().stderr, /mkdir: .*Function not implemented/, "TRACE");
  },
});
