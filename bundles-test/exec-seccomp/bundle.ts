// The container's filter holds for exec too.
import { defineBundle } from "../harness/define.ts";

const filter = {
  defaultAction: "SCMP_ACT_ALLOW",
  syscalls: [{ names: ["mkdir", "mkdirat"], action: "SCMP_ACT_ERRNO", errnoRet: 38 }],
};

export const bundle = defineBundle({
  name: "exec-seccomp",
  title: "a process of exec runs under the container's seccomp filter",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] }, linux: { seccomp: filter } },
  check(t) {
    t.up();
    const mkdir = t.exec(["mkdir", "/tmp/x"]);
    t.is(mkdir.status, 1);
    t.match(mkdir.stderr, /not implemented/);
    t.match(t.succeeds(t.exec(["grep", "Seccomp:", "/proc/self/status"])), /\t2\n/);
    t.succeeds(t.exec(["ls", "/"]));
  },
});
