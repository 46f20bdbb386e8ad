// The environment is what the configuration lists.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "env-exact",
  title: "[P-8] the environment is the configured list, and nothing of the caller's comes in",
  oracle: "runc",
  config: {
    process: { args: ["env"], env: ["PATH=/bin", "EMPTY=", "TWO=a b=c", "HOME=/nowhere"] },
  },
  check(t) {
    const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", SECRET: "of the caller", TERM: "xterm" };
    const lines = t.output({ env }).trim().split("\n").toSorted();
    t.is(lines, ["EMPTY=", "HOME=/nowhere", "PATH=/bin", "TWO=a b=c"]);
  },
});
