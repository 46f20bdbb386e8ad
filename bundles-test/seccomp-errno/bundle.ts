// A filter that makes calls fail.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const rule = (names: readonly string[], action: string, more: object = {}) => ({
  names,
  action,
  ...more,
});

export const bundle = defineBundle({
  name: "seccomp-errno",
  title: "[SC-1] [SC-5] [SC-17] a filter makes calls fail with the configured errno",
  oracle: "runc",
  config: {
    process: script(
      "mkdir /tmp/d; chmod 700 /tmp; ln -s a /tmp/l && echo linked; grep '^Seccomp:' /proc/self/status",
    ),
    linux: {
      seccomp: {
        defaultAction: "SCMP_ACT_ALLOW",
        architectures: ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
        syscalls: [
          rule(["mkdir", "mkdirat"], "SCMP_ACT_ERRNO", { errnoRet: 28 }),
          rule(["chmod", "fchmodat", "fchmodat2", "no_such_call_at_all"], "SCMP_ACT_ERRNO"),
        ],
      },
    },
  },
  check(t) {
    const result = t.run();
    t.match(result.stderr, /\/tmp\/d.*No space left on device/);
    t.match(result.stderr, /\/tmp.*Operation not permitted/);
    t.is(result.stdout, "linked\nSeccomp:\t2\n");
    t.is(
      t.outputOf({
        linux: { seccomp: undefined },
        process: script("grep '^Seccomp:' /proc/self/status"),
      }),
      "Seccomp:\t0\n",
    );
  },
});
