// A tmpfs that takes over the mode and the owner of the directory that it covers, unless told otherwise.
import { chmodSync, chownSync } from "node:fs";
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "tmpcopyup-root",
  title: "[MO-58] the root of a tmpfs with tmpcopyup has its directory's mode and owner",
  oracle: { none: "runc 1.1 does not take over the owner, crun 1.8 neither owner nor mode" },
  config: {
    process: script("stat -c %a:%u:%g /data /told; cat /data/file /told/file"),
    mounts: [
      ...usualMounts,
      { destination: "/data", type: "tmpfs", source: "tmpfs", options: ["tmpcopyup"] },
      { destination: "/told", type: "tmpfs", source: "tmpfs", options: ["tmpcopyup", "mode=711"] },
    ],
  },
  setup(t) {
    for (const name of ["data", "told"]) {
      t.write(t.inside(`${name}/file`), `${name}\n`);
      chownSync(t.inside(name), 9, 10);
      chmodSync(t.inside(name), 0o1770);
    }
  },
  check(t) {
    t.is(t.output(), "1770:9:10\n711:9:10\ndata\ntold\n");
  },
});
