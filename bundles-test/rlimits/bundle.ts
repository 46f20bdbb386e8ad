// Limits of the process.
import { defineBundle } from "../harness/define.ts";

const values: readonly (readonly [string, number | bigint, number | bigint])[] = [
  ["RLIMIT_NOFILE", 512, 1024],
  ["RLIMIT_CORE", 0, 0],
  ["RLIMIT_NPROC", 500, 600],
  ["RLIMIT_STACK", 4194304, 18446744073709551615n],
  ["RLIMIT_FSIZE", 9007199254740993n, 9007199254740995n],
  ["RLIMIT_CPU", 100, 200],
];

export const bundle = defineBundle({
  name: "rlimits",
  title:
    "[P-13] [P-15] [P-16] [P-17] [G-8] rlimits have the exact 64-bit values of the configuration",
  oracle: "runc",
  config: {
    process: {
      args: ["cat", "/proc/self/limits"],
      rlimits: values.map(([type, soft, hard]) => ({ type, soft, hard })),
    },
  },
  check(t) {
    const limits = t.output();
    t.match(limits, /^Max open files +512 +1024 /m);
    t.match(limits, /^Max core file size +0 +0 /m);
    t.match(limits, /^Max processes +500 +600 /m);
    t.match(limits, /^Max stack size +4194304 +unlimited /m);
    t.match(limits, /^Max file size +9007199254740993 +9007199254740995 /m);
    t.match(limits, /^Max cpu time +100 +200 /m);
  },
});
