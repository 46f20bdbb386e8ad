// Names that no kernel has.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "capabilities-unknown",
  title: "[L-23] [P-23] [P-24] an unknown capability is a warning and the container runs",
  oracle: "runc",
  config: {
    process: {
      args: ["grep", "^CapBnd", "/proc/self/status"],
      capabilities: {
        bounding: ["CAP_CHOWN", "CAP_TEST"],
        permitted: ["CAP_CHOWN", "CAP_TEST"],
        effective: ["CAP_CHOWN"],
      },
    },
  },
  check(t) {
    const log = t.beside("log");
    t.is(t.output({ globals: ["--log", log] }), "CapBnd:\t0000000000000001\n");
    t.match(t.read(log) ?? "", /level=warning.*CAP_TEST/, "log");
  },
});
