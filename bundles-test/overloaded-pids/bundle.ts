// pids.max of the cgroup that the runtime itself is in.
import { defineBundle } from "../harness/define.ts";
import { answered, inCgroup, leaveCgroup, pressedCreate } from "../harness/pressed.ts";

const MOST = 16;

export const bundle = defineBundle({
  name: "overloaded-pids",
  title:
    "where the runtime may start few processes, create and exec say so in one line and leave nothing",
  oracle: { none: "runc 1.1 needs a dozen threads and prints their stacks" },
  needs: ["pids"],
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    t.later(() => leaveCgroup(t, "pids"));
    const wrap = (limit: number) => inCgroup("pids", { "pids.max": String(limit) });
    let enough = 1;
    while (enough <= MOST && pressedCreate(t, wrap(enough), `pids.max ${enough}`) !== true)
      enough++;
    t.ok(enough > 1 && enough <= MOST, `the first create that succeeded had pids.max ${enough}`);

    t.up();
    let refused = 0;
    for (let limit = 1; limit <= enough + 2; limit++) {
      const what = `exec, pids.max ${limit}`;
      if (answered(t, t.exec(["true"], { wrap: wrap(limit) }), what) !== true) refused++;
      t.is(t.status, "running", what);
    }
    t.ok(refused > 0 && refused <= enough, `${refused} execs failed`);
  },
});
