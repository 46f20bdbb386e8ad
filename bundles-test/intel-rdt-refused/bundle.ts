// Intel RDT on a machine without it.
import { existsSync } from "node:fs";
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";

export const bundle = defineBundle({
  name: "intel-rdt-refused",
  title: "[RT-2] [RT-6] [RT-7] [RT-19] without a mounted resctrl, and with bad lines, create fails",
  oracle: { none: "runc 1.1 creates the container all the same" },
  config: {},
  check(t) {
    const rdt = (intelRdt: Json): Json => ({ linux: { intelRdt } });
    if (!existsSync("/sys/fs/resctrl/schemata")) t.rejects(rdt({ closID: "gold" }), /RDT/);
    if (t.runtime.kind !== "tsrun") return;
    t.rejects(rdt({ memBwSchema: "L3:0=f" }), /memBwSchema/);
    t.rejects(rdt({ schemata: ["L3:0=f\nMB:0=1"] }), /schemata/);
    for (const closID of ["..", ".", "a/b"]) t.rejects(rdt({ closID }), /closID/);
  },
});
