// The badness for the OOM killer.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "oom-score",
  title: "[P-27] [P-28] oomScoreAdj is written as it is, and left alone when absent",
  oracle: "runc",
  config: { process: { args: ["cat", "/proc/self/oom_score_adj"], oomScoreAdj: 500 } },
  check(t) {
    t.is(t.output(), "500\n");
    t.configure({ process: { oomScoreAdj: undefined } });
    const wrap = ["sh", "-c", 'echo 123 > /proc/self/oom_score_adj; exec "$@"', "sh"];
    t.is(t.output({ wrap }), "123\n");
    t.rejects({ process: { oomScoreAdj: 1001 } }, /oom|invalid argument/i);
  },
});
