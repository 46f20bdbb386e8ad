// A JavaScript engine raises its own soft limit; the container must not see that.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "rlimits-inherited",
  title: "[P-12] without rlimits the container has the caller's, soft NOFILE included",
  oracle: "crun",
  config: { process: { args: ["sh", "-c", "ulimit -Sn; ulimit -Hn"] } },
  check(t) {
    const wrap = ["sh", "-c", 'ulimit -Sn 1024; ulimit -Hn 4096; exec "$@"', "sh"];
    t.is(t.output({ wrap }), "1024\n4096\n");
  },
});
