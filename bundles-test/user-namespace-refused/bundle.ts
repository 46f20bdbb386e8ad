// Maps that cannot be.
import { namespace, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const map = (containerID: number, size: number, hostID = 100000) => ({ containerID, hostID, size });
const user = (uidMappings: unknown, gidMappings: unknown = uidMappings) => ({
  linux: { namespaces: [...usualNamespaces, namespace("user")], uidMappings, gidMappings },
});

export const bundle = defineBundle({
  name: "user-namespace-refused",
  title: "[ID-6] [P-47] missing, overlapping and unmapped ids fail create",
  oracle: "runc",
  config: user([map(0, 10)]),
  check(t) {
    t.is(t.run().status, 0);
    t.rejects(user(undefined), /mapping/i);
    t.rejects(user([map(0, 10), map(5, 10, 200000)]), /map|invalid argument/i);
    t.rejects({ process: { user: { uid: 11, gid: 0 } } }, /invalid argument|mapped|uid/i);
  },
});
