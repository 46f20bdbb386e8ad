// The container's view of its own cgroup.
import { namespace, script, usualMounts, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const mount = (options: readonly string[]) => ({
  mounts: [
    ...usualMounts,
    { destination: "/sys/fs/cgroup", type: "cgroup", source: "cgroup", options },
  ],
});

export const bundle = defineBundle({
  name: "cgroup-mount",
  title: "[Q-19] [NS-9] a cgroup mount shows the container's own cgroup, and ro refuses writes",
  oracle: "runc",
  needs: ["memory"],
  config: {
    ...mount(["nosuid", "noexec", "nodev", "ro"]),
    // On v2 without a cgroup namespace runc shows the whole hierarchy.
    process: script(`at=/sys/fs/cgroup/memory limit=memory.limit_in_bytes
      [ -d $at ] || { at=/sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup); limit=memory.max; }
      [ -e $at/$limit ] || at=/sys/fs/cgroup
      cat $at/$limit; echo 1 > $at/$limit; mkdir $at/x`),
    linux: {
      resources: { memory: { limit: 104857600 } },
      namespaces: [...usualNamespaces, namespace("cgroup")],
    },
  },
  check(t) {
    for (const namespaces of [[...usualNamespaces, namespace("cgroup")], usualNamespaces]) {
      t.configure({ linux: { namespaces } });
      const result = t.run();
      t.is(result.stdout, "104857600\n");
      t.is(result.stderr.split("Read-only file system").length - 1, 2, result.stderr);
    }
  },
});
