// cgroupsPath values that lead elsewhere.
import { either } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "cgroup-refused",
  title:
    "[CG-8] [RU-6] a cgroupsPath that climbs out and unified settings without their controller fail create",
  oracle: { none: "runc 1.1 cleans the path and goes on" },
  needs: ["memory"],
  config: {},
  check(t) {
    t.rejects({ linux: { cgroupsPath: "../../escape" } }, /cgroupsPath/);
    t.rejects({ linux: { cgroupsPath: `/${t.place.id}/../../escape` } }, /cgroupsPath/);
    // A key that no controller of v2 has here, and one that v1 has no file for.
    const key = either("memory", "memory.high", "nosuch.max");
    t.rejects({ linux: { resources: { unified: { [key]: "104857600" } } } }, /unified/);
    t.rejects({ linux: { resources: { unified: { "../x": "1" } } } }, /unified/);
  },
});
