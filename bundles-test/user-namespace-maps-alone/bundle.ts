// Maps that no namespace uses.
import { defineBundle } from "../harness/define.ts";

const map = [{ containerID: 0, hostID: 100000, size: 10 }];

export const bundle = defineBundle({
  name: "user-namespace-maps-alone",
  title: "[ID-6] id maps without a user namespace fail create",
  oracle: { none: "runc 1.1 and crun 1.8 ignore them" },
  config: {},
  check(t) {
    t.rejects({ linux: { uidMappings: map, gidMappings: map } }, /user namespace/i);
  },
});
