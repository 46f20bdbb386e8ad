// Limits that a hook in the container's namespaces finds.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "hooks-limits",
  title:
    "[P-13] a hook that runs behind the limits of the process has them, also without the right to raise them",
  oracle: "runc",
  config: {
    process: {
      ...script("true"),
      user: { uid: 1000, gid: 1000 },
      capabilities: { bounding: [], effective: [], permitted: [] },
      rlimits: [{ type: "RLIMIT_NOFILE", soft: 512, hard: 1024 }],
    },
    hooks: {
      startContainer: [
        { path: "/bin/sh", args: ["sh", "-c", "(ulimit -Sn; ulimit -Hn) > /tmp/limits"] },
      ],
    },
  },
  check(t) {
    t.output();
    t.is(t.read(t.inside("tmp/limits")), "512\n1024\n");
  },
});
