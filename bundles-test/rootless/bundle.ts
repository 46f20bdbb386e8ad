// A container of somebody who is not root.
import { chownSync } from "node:fs";
import { namespace, script, usualMounts, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "rootless",
  title: "an ordinary user runs a container with a user namespace of one id and no cgroup",
  oracle: "runc",
  needs: ["setpriv", "runtime-for-all"],
  config: {
    process: script(
      "id -u; cat /proc/self/uid_map | tr -s ' '; hostname; echo x > /dev/null && echo device",
    ),
    mounts: [
      usualMounts[0],
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755"] },
    ],
    linux: {
      cgroupsPath: undefined,
      resources: undefined,
      namespaces: [...usualNamespaces, namespace("user")],
      uidMappings: [{ containerID: 0, hostID: 4321, size: 1 }],
      gidMappings: [{ containerID: 0, hostID: 4321, size: 1 }],
    },
  },
  setup(t) {
    chownSync(t.inside(""), 4321, 4321);
    t.openUp();
  },
  check(t) {
    const wrap = ["setpriv", "--reuid", "4321", "--regid", "4321", "--clear-groups"];
    t.is(t.output({ wrap }), "0\n 0 4321 1\nbox\ndevice\n");
  },
});
