// Words that are the file system's.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "tmpfs-options",
  title: "[MT-6] [MT-11] [MO-68] unknown options are the file system's data and later words win",
  oracle: "runc",
  config: {
    process: script("stat -c %a:%u:%g /data; grep ' /data ' /proc/self/mountinfo"),
    mounts: [
      ...usualMounts,
      {
        destination: "/data",
        type: "tmpfs",
        source: "named",
        options: [
          "ro",
          "rw",
          "noexec",
          "exec",
          "nodev",
          "noatime",
          "mode=700",
          "size=1m",
          "uid=5",
          "gid=6",
        ],
      },
    ],
  },
  check(t) {
    const [mode, info = ""] = t.output().trim().split("\n");
    t.is(mode, "700:5:6");
    t.match(info, / rw,nodev,noatime (\S+ )*- tmpfs named rw,(.*,)?size=1024k/);
    t.ok(!info.includes("noexec"), info);
  },
});
