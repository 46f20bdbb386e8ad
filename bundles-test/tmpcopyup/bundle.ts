// A tmpfs that begins with what lay below it.
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync } from "node:fs";
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "tmpcopyup",
  title:
    "[MO-58] tmpcopyup copies what lies under the tmpfs with modes and owners, and writes stay in memory",
  oracle: "crun",
  config: {
    process: script(
      "cat /data/file /data/dir/deep; readlink /data/link; stat -c %a:%u:%g /data/file /data/dir /data/dir/deep; test -p /data/pipe && echo pipe; echo new > /data/file",
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
    execFileSync("mkfifo", [t.inside("data/pipe")]);
    chownSync(t.inside("data/file"), 5, 6);
    chownSync(t.inside("data/dir"), 7, 8);
    chmodSync(t.inside("data/dir"), 0o2751);
    chmodSync(t.inside("data/dir/deep"), 0o4711);
  },
  check(t) {
    t.is(t.output(), "file\ndeep\ndir/deep\n640:5:6\n2751:7:8\n4711:0:0\npipe\n");
    t.is(t.read(t.inside("data/file")), "file\n");
  },
});
