// Supplementary groups of the caller.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "user-groups-kept",
  title: "run.oci.keep_original_groups leaves the caller's supplementary groups to the process",
  oracle: "crun",
  needs: ["setpriv"],
  config: {
    process: { ...script("grep Groups: /proc/self/status"), user: { uid: 1000, gid: 1000 } },
    annotations: { "run.oci.keep_original_groups": "1" },
  },
  check(t) {
    const wrap = ["setpriv", "--groups", "1234,2345", "--"];
    t.is(t.output({ wrap }).trim().split(/\s+/), ["Groups:", "1234", "2345"]);
    t.configure({ annotations: undefined });
    t.is(t.output({ wrap }).trim(), "Groups:");
  },
});
