// Values of the memory controller.
import { cgroupOf, either, has, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "memory-limit",
  title:
    "[RM-1] [RM-2] [RM-3] [R-0] memory limits are in the controller's files, and are there before start",
  oracle: "runc",
  needs: ["memory"],
  config: {
    process: { args: ["sleep", "60"] },
    linux: { resources: { memory: { limit: 104857600, reservation: 52428800 } } },
  },
  check(t) {
    const own = cgroupOf(t.created(), "memory");
    t.is(value(own, either("memory", "memory.limit_in_bytes", "memory.max")), "104857600");
    t.is(value(own, either("memory", "memory.soft_limit_in_bytes", "memory.low")), "52428800");
    // v1 counts memory and swap together, v2 swap alone.
    const [file, wanted] = either(
      "memory",
      ["memory.memsw.limit_in_bytes", "209715200"],
      ["memory.swap.max", "104857600"],
    );
    if (!has(own, file)) return;
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.configure({ linux: { resources: { memory: { swap: 209715200 } } } });
    t.is(value(cgroupOf(t.created(), "memory"), file), wanted);
  },
});
