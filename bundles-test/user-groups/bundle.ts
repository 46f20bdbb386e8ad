// Identity of the program.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "user-groups",
  title: "[P-42] [P-45] [P-46] the program has exactly the configured ids and groups",
  oracle: "runc",
  config: {
    process: script("id -u; id -g; id -G; grep -E '^(Uid|Gid):' /proc/self/status", {
      user: { uid: 4242, gid: 4343, additionalGids: [7, 9], username: "root" },
    }),
  },
  check(t) {
    const wrap = ["setpriv", "--groups", "20,21"];
    const lines = t.output({ wrap }).trim().split("\n");
    t.is(lines.slice(0, 3), ["4242", "4343", "4343 7 9"]);
    t.is(lines[3], "Uid:\t4242\t4242\t4242\t4242");
    t.is(lines[4], "Gid:\t4343\t4343\t4343\t4343");
  },
  needs: ["setpriv"],
});
