// Details of a filter that contradict each other.
import { defineBundle } from "../harness/define.ts";

const seccomp = (filter: object) => ({
  linux: { seccomp: { defaultAction: "SCMP_ACT_ALLOW", ...filter } },
});
const rule = (more: object) =>
  seccomp({ syscalls: [{ names: ["mkdir"], action: "SCMP_ACT_ERRNO", ...more }] });

export const bundle = defineBundle({
  name: "seccomp-refused-errno",
  title:
    "[SC-2] [SC-4] [SC-13] [SC-15] [SC-18] [SC-27] a filter that contradicts itself fails create",
  oracle: { none: "runc 1.1 and crun 1.8 ignore most of it" },
  config: {},
  check(t) {
    t.rejects(seccomp({ defaultErrnoRet: 1 }), /defaultErrnoRet/);
    t.rejects(seccomp({ defaultAction: undefined, syscalls: [] }), /defaultAction/);
    t.rejects(seccomp({ listenerMetadata: "x" }), /listener/);
    t.rejects(rule({ names: [] }), /names/);
    t.rejects(rule({ action: "SCMP_ACT_KILL", errnoRet: 1 }), /errnoRet/);
    t.rejects(rule({ action: "SCMP_ACT_NOTIFY" }), /NOTIFY|listenerPath/);
    t.rejects(rule({ args: [{ index: 6, value: 1, op: "SCMP_CMP_EQ" }] }), /index/);
  },
});
