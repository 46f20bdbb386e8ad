// A tmpfs that begins with what lay below it.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "tmpcopyup",
  title: "[MO-58] tmpcopyup copies what lies under the tmpfs, and writes stay in memory",
  oracle: "runc",
  config: {
    process: script(
      "cat /data/file /data/dir/deep; readlink /data/link; stat -c %a /data/file; echo new > /data/file",
    ),
    mounts: [
      ...usualMounts,
      { destination: "/data", type: "tmpfs", source: "tmpfs", options: ["tmpcopyup"] },
    ],
  },
  setup(t) {
    t.write(t.inside("data/file"), "file\n", 0o640);
    t.write(t.inside("data/dir/deep"), "deep\n");
    t.link("dir/deep", t.inside("data/link"));
  },
  check(t) {
    t.is(t.output(), "file\ndeep\ndir/deep\n640\n");
    t.is(t.read(t.inside("data/file")), "file\n");
  },
});
