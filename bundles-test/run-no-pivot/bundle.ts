// The root entered by a moved mount.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { tool } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "run-no-pivot",
  title: "--no-pivot enters the root without pivot_root, and nothing of the host is seen",
  oracle: "runc",
  config: { process: script("ls /; grep -c ' / ' /proc/self/mountinfo; ls /bin/sh") },
  setup: (t) => t.write(t.inside("here"), "x"),
  check(t) {
    // The kernel pivots away from no initial ramdisk.
    const wrap = [tool("ramdisk")];
    const usual = t.output();
    const moved = t.output({ wrap, flags: ["--no-pivot"] });
    t.fails(t.run({ wrap }), /pivot_root.*invalid argument/);
    t.match(moved, /^here$/m);
    t.is(moved.split("\n").includes("home"), usual.split("\n").includes("home"));
    t.match(moved, /^\/bin\/sh$/m);
    t.is(t.lifecycle({ wrap, flags: ["--no-pivot"] }), moved, "create");
  },
});
