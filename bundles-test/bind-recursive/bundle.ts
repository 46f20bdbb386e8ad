// Mounts below the source of a bind.
import { execFileSync } from "node:child_process";
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "bind-recursive",
  title:
    "[MO-3] [MO-26] [MO-42] rbind takes the mounts below along, bind does not, rro makes all read-only",
  oracle: "crun",
  config: (place) => ({
    process: script(
      "ls /plain/sub /deep/sub; touch /deep/sub/x && echo written; touch /fixed/sub/x || true",
    ),
    mounts: [
      ...usualMounts,
      { destination: "/plain", source: place.side, options: ["bind"] },
      { destination: "/deep", source: place.side, options: ["rbind"] },
      { destination: "/fixed", source: place.side, options: ["rbind", "rro"] },
    ],
  }),
  setup(t) {
    t.write(t.beside("sub/below"), "");
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", t.beside("sub")]);
    t.later(() => void execFileSync("umount", ["-l", t.beside("sub")]));
    t.write(t.beside("sub/above"), "");
  },
  check(t) {
    const result = t.run();
    t.is(result.stdout, "/deep/sub:\nabove\n\n/plain/sub:\nbelow\nwritten\n");
    t.match(result.stderr, /Read-only file system/);
  },
});
