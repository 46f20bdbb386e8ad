// Clocks of somebody who is not root.
import { chownSync } from "node:fs";
import { namespace, script, usualMounts, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const ids = [{ containerID: 0, hostID: 4321, size: 1 }];

export const bundle = defineBundle({
  name: "time-rootless",
  title: "[TM-1] [TM-2] an ordinary user gets a time namespace too, with and without offsets",
  oracle: { none: "runc 1.1 knows no time namespace and crun 1.8 loses its init there" },
  needs: ["setpriv", "runtime-for-all", "time-namespace"],
  config: {
    process: script("grep -o '^[0-9]*' /proc/uptime; tr -s ' ' < /proc/self/timens_offsets"),
    mounts: [
      usualMounts[0],
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755"] },
    ],
    linux: {
      cgroupsPath: undefined,
      resources: undefined,
      namespaces: [...usualNamespaces, namespace("user"), namespace("time")],
      timeOffsets: { boottime: { secs: 1000000 }, monotonic: { secs: -1, nanosecs: 999 } },
      uidMappings: ids,
      gidMappings: ids,
    },
  },
  setup(t) {
    chownSync(t.inside(""), 4321, 4321);
    t.openUp();
  },
  check(t) {
    const wrap = ["setpriv", "--reuid", "4321", "--regid", "4321", "--clear-groups"];
    const [uptime, ...offsets] = t.output({ wrap }).trim().split("\n");
    t.ok(Number(uptime) >= 1000000, `uptime is ${uptime}`);
    t.is(offsets, ["monotonic -1 999", "boottime 1000000 0"]);
    t.configure({ linux: { timeOffsets: undefined } });
    t.is(t.output({ wrap }).trim().split("\n").slice(1), ["monotonic 0 0", "boottime 0 0"]);
    // More than the kernel takes.
    t.configure({ linux: { timeOffsets: { boottime: { secs: -1000000000 } } } });
    t.fails(
      t.run({ wrap }),
      /make a time namespace with its offsets .*timeOffsets.*timens_offsets/,
    );
  },
});
