// Propagation words of a whole tree.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const words = ["rprivate", "rshared", "rslave", "runbindable"];

export const bundle = defineBundle({
  name: "mount-propagation-tree",
  title:
    "[MO-40] [MO-44] [MO-45] [MO-49] recursive propagation words hold for the mounts below a bind too",
  oracle: "runc",
  config: (place) => ({
    process: script("grep '/sub ' /proc/self/mountinfo | cut -d' ' -f5,7-8"),
    mounts: [
      ...usualMounts,
      ...words.map((word) => ({
        destination: `/${word}`,
        type: "bind",
        source: place.side,
        options: ["rbind", word],
      })),
    ],
  }),
  setup(t) {
    execFileSync("mount", ["--bind", t.place.side, t.place.side]);
    t.later(() => void execFileSync("umount", ["-l", t.place.side]));
    mkdirSync(t.beside("sub"));
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", t.beside("sub")]);
    execFileSync("mount", ["--make-rshared", t.place.side]);
  },
  check(t) {
    const lines = t.output().trim().split("\n");
    const below = (word: string): string =>
      lines.find((line) => line.startsWith(`/${word}/`)) ?? "";
    t.match(below("rprivate"), /^\/rprivate\/sub - /);
    t.match(below("rshared"), / shared:\d+ /);
    t.match(below("rslave"), /^\/rslave\/sub master:\d+ -/);
    t.match(below("runbindable"), /^\/runbindable\/sub unbindable -/);
  },
});
