// The namespaces that are newer.
import { namespace, script, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { namespaceOf } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "namespaces-cgroup-time",
  title: "[NS-2] [NS-9] [NS-10] cgroup and time namespaces are new; the cgroup view begins at /",
  oracle: {
    none: "crun 1.8 on this host makes its cgroup namespace at another cgroup, runc 1.1 knows no time",
  },
  needs: ["time-namespace"],
  config: {
    process: script("cat /proc/self/cgroup; sleep 60"),
    linux: { namespaces: [...usualNamespaces, namespace("cgroup"), namespace("time")] },
  },
  check(t) {
    const pid = t.up();
    for (const name of ["cgroup", "time"])
      t.ok(namespaceOf(pid, name) !== namespaceOf("self", name), `${name} is shared`);
    t.wait(() => t.written !== "", "the program wrote");
    for (const line of t.written.trim().split("\n")) t.match(line, /:\/$/, "cgroup path");
  },
});
