// A container that shares everything with the runtime.
import { defineBundle } from "../harness/define.ts";
import { namespaceOf } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "namespaces-none",
  title: "[NS-15] without namespaces all are shared, and delete undoes what create mounted",
  oracle: { none: "runc and crun leave the mounts behind" },
  config: {
    hostname: undefined,
    mounts: [],
    linux: { namespaces: [], maskedPaths: undefined, readonlyPaths: undefined },
    process: { args: ["sleep", "60"] },
  },
  check(t) {
    const pid = t.up();
    for (const name of ["pid", "net", "ipc", "uts", "mnt", "user", "cgroup"])
      t.is(namespaceOf(pid, name), namespaceOf("self", name), name);
    t.is(t.exec(["ls", "/home", "/bin/sh"]).status, 0, "exec in the container's root");
    t.succeeds(t.delete({ flags: ["--force"] }));
  },
});
