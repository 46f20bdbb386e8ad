// Filters that cannot be.
import { defineBundle } from "../harness/define.ts";

const seccomp = (filter: object) => ({ linux: { seccomp: filter } });
const allow = "SCMP_ACT_ALLOW";

export const bundle = defineBundle({
  name: "seccomp-refused",
  title: "[SC-6] [SC-14] [SC-16] unknown actions and architectures fail create",
  oracle: "runc",
  config: {},
  check(t) {
    t.rejects(
      seccomp({ defaultAction: "BAD" }),
      /string BAD is not a valid action for seccomp|BAD/,
    );
    t.rejects(
      seccomp({ defaultAction: allow, syscalls: [{ names: ["mkdir"], action: "BAD" }] }),
      /BAD/,
    );
    t.rejects(seccomp({ defaultAction: allow, architectures: ["SCMP_ARCH_BAD"] }), /SCMP_ARCH_BAD/);
    t.rejects(
      seccomp({
        defaultAction: allow,
        syscalls: [
          { names: ["mkdir"], action: "SCMP_ACT_ERRNO", args: [{ index: 0, value: 1, op: "BAD" }] },
        ],
      }),
      /BAD/,
    );
  },
});
