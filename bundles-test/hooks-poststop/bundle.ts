// poststop hooks that fail.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "hooks-poststop",
  title:
    "[L-18] [L-19] a failing poststop hook is a warning, the others run, the container is gone by then",
  oracle: { none: "runc 1.1 stops at the first that fails" },
  config: (place) => ({
    hooks: {
      poststop: [
        { path: "/bin/false" },
        {
          path: "/bin/sh",
          args: [
            "sh",
            "-c",
            `find /sys/fs/cgroup -maxdepth 2 -name ${place.id} > ${place.side}/cgroups; echo ran > ${place.side}/ran`,
          ],
          env: ["PATH=/bin:/usr/bin"],
        },
      ],
    },
  }),
  check(t) {
    t.ended(t.up());
    const log = t.beside("json");
    const result = t.delete({ globals: ["--log", log, "--log-format", "json"] });
    t.is(result.status, 0, result.stderr);
    t.is(t.read(t.beside("ran")), "ran\n");
    t.is(t.read(t.beside("cgroups")), "", "cgroups that were there still");
    t.match(t.read(log) ?? "", /"level":"warning".*poststop/);
  },
});
