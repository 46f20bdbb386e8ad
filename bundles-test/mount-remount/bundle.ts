// A mount that is changed by a later entry.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "mount-remount",
  title: "[MO-30] a remount entry changes the mount that is there",
  oracle: "runc",
  config: {
    process: script("touch /data/x 2>&1; cut -d' ' -f2,4 /proc/mounts | grep '^/data '"),
    mounts: [
      ...usualMounts,
      { destination: "/data", type: "tmpfs", source: "tmpfs", options: ["nosuid"] },
      {
        destination: "/data",
        type: "tmpfs",
        source: "tmpfs",
        options: ["remount", "ro", "nosuid"],
      },
    ],
  },
  check(t) {
    const [error = "", mount = ""] = t.output().trim().split("\n");
    t.match(error, /Read-only file system/);
    t.match(mount, /^\/data ro,nosuid/);
  },
});
