// Rules that look at arguments.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const when = (op: string, value: number | bigint, valueTwo?: number | bigint) => ({
  linux: {
    seccomp: {
      defaultAction: "SCMP_ACT_ALLOW",
      syscalls: [
        {
          names: ["ftruncate"],
          action: "SCMP_ACT_ERRNO",
          errnoRet: 28,
          args: [{ index: 1, value, op, ...(valueTwo === undefined ? {} : { valueTwo }) }],
        },
      ],
    },
  },
});
const length = 9007199254740993n; // 2^53 + 1: no double has this value

export const bundle = defineBundle({
  name: "seccomp-args",
  title:
    "[SC-19] [SC-20] [SC-21] [SC-22] [SC-23] [SC-24] [G-8] each operator compares the argument in all of its 64 bits",
  oracle: "runc",
  config: {
    ...when("SCMP_CMP_EQ", length),
    process: script(`truncate -s ${length} /dev/shm/f 2>&1 && echo passed`),
  },
  check(t) {
    const refused = (op: string, value: number | bigint, two?: number | bigint): boolean => {
      t.configure(when(op, value, two));
      const { stdout } = t.run();
      t.match(stdout, /^passed\n$|No space left on device/);
      return stdout !== "passed\n";
    };
    t.is(refused("SCMP_CMP_EQ", length), true, "EQ");
    t.is(refused("SCMP_CMP_EQ", length - 1n), false, "EQ of its neighbour");
    t.is(refused("SCMP_CMP_NE", length), false, "NE");
    t.is(refused("SCMP_CMP_NE", length - 1n), true, "NE of its neighbour");
    t.is(refused("SCMP_CMP_LT", length), false, "LT");
    t.is(refused("SCMP_CMP_LT", 18446744073709551615n), true, "LT of all ones");
    t.is(refused("SCMP_CMP_LE", length), true, "LE");
    t.is(refused("SCMP_CMP_GE", length + 1n), false, "GE");
    t.is(refused("SCMP_CMP_GE", 9223372036854775808n), false, "GE of the highest bit");
    t.is(refused("SCMP_CMP_GT", length - 1n), true, "GT");
    t.is(
      refused("SCMP_CMP_MASKED_EQ", 0xffffffff00000001n, length & 0xffffffff00000001n),
      true,
      "MASKED_EQ",
    );
    t.is(refused("SCMP_CMP_MASKED_EQ", 0xffn, 0), false, "MASKED_EQ of another");
  },
});
