// A destination without its slash.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "mount-destination-relative",
  title: "[MT-4] [MT-22] a relative destination is taken from / and is no error",
  oracle: "runc",
  config: {
    process: script("grep -c ' /data tmpfs ' /proc/mounts"),
    mounts: [...usualMounts, { destination: "data", type: "tmpfs", source: "tmpfs" }],
  },
  check(t) {
    t.is(t.output(), "1\n");
  },
});
