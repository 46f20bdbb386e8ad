// Words that set the propagation of a mount.
import { execFileSync } from "node:child_process";
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const words = ["private", "shared", "slave", "unbindable"];

export const bundle = defineBundle({
  name: "mount-propagation",
  title: "[MO-24] [MO-51] [MO-53] [MO-59] propagation words of a mount hold",
  oracle: "runc",
  config: (place) => ({
    process: script(
      "for m in private shared slave unbindable; do grep \" /$m \" /proc/self/mountinfo | sed 's/ - .*//' | cut -d' ' -f7-; done",
    ),
    mounts: [
      ...usualMounts,
      ...words.map((word) => ({
        destination: `/${word}`,
        type: "bind",
        source: place.side,
        options: ["bind", word],
      })),
    ],
  }),
  setup(t) {
    // A shared source: only then slave has a master.
    execFileSync("mount", ["--bind", t.place.side, t.place.side]);
    execFileSync("mount", ["--make-shared", t.place.side]);
    t.later(() => void execFileSync("umount", ["-l", t.place.side]));
  },
  check(t) {
    const [own = "", shared = "", slave = "", unbindable = ""] = t.output().split("\n");
    t.is(own.trim(), "");
    t.match(shared, /shared:\d+/);
    t.match(slave, /^master:\d+ ?$/);
    t.match(unbindable, /^unbindable ?$/);
  },
});
