// Limits that cannot be.
import { defineBundle } from "../harness/define.ts";

const rlimits = (...entries: readonly unknown[]) => ({ process: { rlimits: entries } });

export const bundle = defineBundle({
  name: "rlimits-refused",
  title: "[P-14] [P-19] an unknown limit and one that the kernel refuses fail create",
  oracle: "runc",
  config: rlimits({ type: "RLIMIT_NOFILE", soft: 64, hard: 64 }),
  check(t) {
    t.is(t.run().status, 0);
    t.rejects(rlimits({ type: "RLIMIT_TEST", soft: 1, hard: 1 }), /RLIMIT_TEST/);
    t.rejects(rlimits({ type: "RLIMIT_NOFILE", soft: 2, hard: 1 }), /invalid argument|soft/i);
  },
});
