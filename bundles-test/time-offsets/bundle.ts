// Clocks of a time namespace.
import { namespace, script, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "time-offsets",
  title: "[TM-1] [TM-2] offsets shift the clocks of a new time namespace",
  oracle: { none: "runc 1.1 knows no time namespace and crun 1.8 loses its init there" },
  needs: ["time-namespace"],
  config: {
    process: script("grep -o '^[0-9]*' /proc/uptime; tr -s ' ' < /proc/self/timens_offsets"),
    linux: {
      namespaces: [...usualNamespaces, namespace("time")],
      timeOffsets: { boottime: { secs: 1000000, nanosecs: 5 }, monotonic: { secs: 2000 } },
    },
  },
  check(t) {
    const [uptime, ...offsets] = t.output().trim().split("\n");
    t.ok(Number(uptime) >= 1000000, `uptime is ${uptime}`);
    t.is(offsets, ["monotonic 2000 0", "boottime 1000000 5"]);
  },
});
