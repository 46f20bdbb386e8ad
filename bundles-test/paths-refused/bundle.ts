// Paths that are not absolute.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "paths-refused",
  title: "[MK-2] [RO-2] masked and read-only paths that are relative fail create",
  oracle: { none: "runc 1.1 takes them from the working directory of its init" },
  config: {},
  check(t) {
    t.rejects({ linux: { maskedPaths: ["proc/kcore"] } }, /maskedPaths/);
    t.rejects({ linux: { readonlyPaths: ["proc/sys"] } }, /readonlyPaths/);
  },
});
