// Ids that mean something else outside.
import { statSync } from "node:fs";
import { namespace, script, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "user-namespace",
  title: "[NS-8] [ID-1] [ID-3] [ID-4] ids are mapped as configured and owners of files stay",
  oracle: "runc",
  config: {
    process: script(
      "id -u; id -g; cat /proc/self/uid_map /proc/self/gid_map | tr -s ' '; touch /tmp/made; stat -c %u:%g /tmp/made /bin/busybox",
    ),
    linux: {
      namespaces: [...usualNamespaces, namespace("user")],
      uidMappings: [
        { containerID: 0, hostID: 100000, size: 1000 },
        { containerID: 1000, hostID: 300000, size: 5 },
      ],
      gidMappings: [{ containerID: 0, hostID: 200000, size: 1000 }],
    },
  },
  check(t) {
    const lines = t
      .output()
      .trim()
      .split("\n")
      .map((line) => line.trim());
    t.is(lines, [
      "0",
      "0",
      "0 100000 1000",
      "1000 300000 5",
      "0 200000 1000",
      "0:0",
      "65534:65534",
    ]);
    const made = statSync(t.inside("tmp/made"));
    t.is([made.uid, made.gid], [100000, 200000]);
  },
});
