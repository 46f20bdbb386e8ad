// A read-only path with mounts below it.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "readonly-paths-below",
  title: "[RO-1] what is mounted below a read-only path is read-only too",
  oracle: { none: "runc and crun leave what is mounted below writable" },
  config: {
    process: script("touch /fixed/x /fixed/below/x; touch /free/x && echo free"),
    mounts: [
      ...usualMounts,
      { destination: "/fixed", type: "tmpfs", source: "tmpfs" },
      { destination: "/fixed/below", type: "tmpfs", source: "tmpfs", options: ["nodev"] },
      { destination: "/free", type: "tmpfs", source: "tmpfs" },
    ],
    linux: { readonlyPaths: ["/fixed"] },
  },
  check(t) {
    const result = t.run();
    t.is(result.stderr.split("Read-only file system").length - 1, 2, result.stderr);
    t.is(result.stdout, "free\n");
  },
});
