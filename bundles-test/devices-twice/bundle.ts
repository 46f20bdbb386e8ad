// A device that is listed twice.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const zero = { type: "c", major: 1, minor: 5 };

export const bundle = defineBundle({
  name: "devices-twice",
  title: "[DV-10] [L-23] a device that is listed twice is a warning, and both paths work",
  oracle: { none: "runc 1.1 says nothing of it" },
  config: {
    process: script("head -c 3 /dev/one | wc -c; head -c 3 /opt/two | wc -c"),
    linux: {
      devices: [
        { path: "/dev/one", ...zero },
        { path: "/opt/two", ...zero },
      ],
    },
  },
  check(t) {
    const log = t.beside("log");
    t.is(t.output({ globals: ["--log", log] }), "3\n3\n");
    t.match(t.read(log) ?? "", /level=warning.*devices\[1\]/);
  },
});
