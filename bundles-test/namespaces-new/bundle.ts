// The five namespaces that engines ask for.
import { defineBundle } from "../harness/define.ts";
import { namespaceOf } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "namespaces-new",
  title: "[NS-2] [NS-14] [NS-15] listed namespaces are new, the others are the runtime's",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const pid = t.created();
    for (const name of ["pid", "net", "ipc", "uts", "mnt"])
      t.ok(namespaceOf(pid, name) !== namespaceOf("self", name), `${name} is shared`);
    for (const name of ["user", "cgroup"])
      t.is(namespaceOf(pid, name), namespaceOf("self", name), name);
  },
});
