// cgroupsPath values that lead elsewhere.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "cgroup-refused",
  title:
    "[CG-8] [RU-6] a cgroupsPath that climbs out and unified settings of a v1 controller fail create",
  oracle: { none: "runc 1.1 cleans the path and goes on" },
  needs: ["v1-memory"],
  config: {},
  check(t) {
    t.rejects({ linux: { cgroupsPath: "../../escape" } }, /cgroupsPath/);
    t.rejects({ linux: { cgroupsPath: `/${t.place.id}/../../escape` } }, /cgroupsPath/);
    t.rejects({ linux: { resources: { unified: { "memory.high": "104857600" } } } }, /unified/);
    t.rejects({ linux: { resources: { unified: { "../x": "1" } } } }, /unified/);
  },
});
