// Handles of RDMA devices. A machine without one shows what the kernel says of a name that is none.
import { existsSync, readdirSync } from "node:fs";
import { cgroupOf, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";

const rdma = (devices: Json): Json => ({ linux: { resources: { rdma: devices } } });
const CLASS = "/sys/class/infiniband";

export const bundle = defineBundle({
  name: "rdma",
  title:
    "[RR-1] [RR-2] limits of an RDMA device go to the controller's file, which knows the devices",
  oracle: "runc",
  needs: ["rdma"],
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    t.rejects(rdma({ none0: { hcaHandles: 3, hcaObjects: 10000 } }), /rdma\.max.*no such device/i);
    if (t.runtime.kind === "tsrun") t.rejects(rdma({ none0: {} }), /rdma/);
    for (const device of existsSync(CLASS) ? readdirSync(CLASS) : []) {
      t.configure(rdma({ [device]: { hcaHandles: 3, hcaObjects: 10000 } }));
      const lines = value(cgroupOf(t.up(), "rdma"), "rdma.max").split("\n");
      t.ok(lines.includes(`${device} hca_handle=3 hca_object=10000`), lines.join());
      t.succeeds(t.delete({ flags: ["--force"] }));
    }
  },
});
