// Numbers that are none.
import { defineBundle } from "../harness/define.ts";

const memory = (values: object) => ({ linux: { resources: { memory: values } } });

export const bundle = defineBundle({
  name: "memory-refused",
  title: "[RM-3] [RM-6] [RM-11] memory values that the kernel cannot have fail create",
  oracle: { none: "runc 1.1 lets -2 pass as no limit" },
  needs: ["memory"],
  config: {},
  check(t) {
    t.rejects(memory({ limit: -2 }), /limit/);
    t.rejects(memory({ limit: 209715200, swap: 104857600 }), /swap/);
    t.rejects(memory({ swappiness: 101 }), /swappiness/);
  },
});
