// The smallest configuration with a program.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "config-least",
  title: "[C-11] [MT-1] [AN-1] [H-1] [OP-14] version, root and process are all that is needed",
  oracle: { none: "runc 1.1 refuses a configuration without linux" },
  whole: true,
  config: {
    ociVersion: "1.0.2",
    root: { path: "rootfs" },
    process: { cwd: "/", args: ["/bin/echo", "ran"] },
  },
  check(t) {
    t.is(t.run(), { stdout: "ran\n", stderr: "", status: 0 });
    t.rejects({ process: { cwd: "/", args: ["/bin/none"] } }, /no such file or directory/);
  },
});
