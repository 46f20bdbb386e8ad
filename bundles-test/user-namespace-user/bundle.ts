// A user of the namespace who is not its root.
import { namespace, script, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "user-namespace-user",
  title:
    "[P-42] [DV-19] an ordinary user in a user namespace has ids, groups and the default devices",
  oracle: "runc",
  config: {
    process: {
      ...script(
        "id -u; id -g; id -G; echo x > /dev/null && head -c 3 /dev/zero | wc -c; ls /dev/pts/ptmx",
      ),
      user: { uid: 7, gid: 8, additionalGids: [9] },
    },
    linux: {
      namespaces: [...usualNamespaces, namespace("user")],
      uidMappings: [{ containerID: 0, hostID: 100000, size: 1000 }],
      gidMappings: [{ containerID: 0, hostID: 100000, size: 1000 }],
    },
  },
  check(t) {
    t.is(t.output(), "7\n8\n8 9\n3\n/dev/pts/ptmx\n");
  },
});
