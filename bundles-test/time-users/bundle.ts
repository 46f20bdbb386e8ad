// Clocks that belong to the container's own user namespace.
import { chownSync } from "node:fs";
import { namespace, script, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { namespaceOf } from "../harness/host.ts";

const ids = [{ containerID: 0, hostID: 100000, size: 65536 }];

export const bundle = defineBundle({
  name: "time-users",
  title: "[TM-1] a time namespace beside a new user namespace, which exec joins too",
  oracle: { none: "runc 1.1 knows no time namespace and crun 1.8 loses its init there" },
  needs: ["time-namespace"],
  config: {
    process: script(
      "grep -o '^[0-9]*' /proc/uptime; tr -s ' ' < /proc/self/timens_offsets; exec sleep 60",
    ),
    linux: {
      namespaces: [...usualNamespaces, namespace("user"), namespace("time")],
      timeOffsets: { boottime: { secs: 1000000, nanosecs: 5 }, monotonic: { secs: 2000 } },
      uidMappings: ids,
      gidMappings: ids,
    },
  },
  setup(t) {
    chownSync(t.inside(""), 100000, 100000);
  },
  check(t) {
    const pid = t.up();
    t.ok(namespaceOf(pid, "time") !== namespaceOf("self", "time"), "the clocks are shared");
    t.wait(() => t.written.split("\n").length === 4, "the program wrote");
    const [uptime, ...offsets] = t.written.trim().split("\n");
    t.ok(Number(uptime) >= 1000000, `uptime is ${uptime}`);
    t.is(offsets, ["monotonic 2000 0", "boottime 1000000 5"]);
    const inside = t.succeeds(t.exec(["sh", "-c", "tr -s ' ' < /proc/self/timens_offsets"]));
    t.is(inside, "monotonic 2000 0\nboottime 1000000 5\n");
  },
});
