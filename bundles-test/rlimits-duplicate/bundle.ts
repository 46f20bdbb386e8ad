// One limit twice.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "rlimits-duplicate",
  title: "[P-18] the same limit twice fails create",
  oracle: { none: "runc 1.1 lets the last one win" },
  config: { process: { rlimits: [{ type: "RLIMIT_NOFILE", soft: 64, hard: 64 }] } },
  check(t) {
    t.is(t.run().status, 0);
    const rlimits = [
      { type: "RLIMIT_NOFILE", soft: 64, hard: 64 },
      { type: "RLIMIT_NOFILE", soft: 32, hard: 64 },
    ];
    t.rejects({ process: { rlimits } }, /RLIMIT_NOFILE/);
  },
});
