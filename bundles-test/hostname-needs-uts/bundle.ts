// A name without a namespace of its own would be the host's.
import { hostname } from "node:os";
import { namespace } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "hostname-needs-uts",
  title: "[Q-2] hostname without an own UTS namespace fails create",
  oracle: "runc",
  config: {
    hostname: "evil",
    linux: { namespaces: ["pid", "network", "ipc", "mount"].map((type) => namespace(type)) },
  },
  check(t) {
    const before = hostname();
    t.rejects({}, /unable to set hostname without a private UTS namespace/);
    t.is(hostname(), before);
  },
});
