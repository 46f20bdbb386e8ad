// The links that programs expect in /dev.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "device-links",
  title: "[RL-4] the four links of /dev lead to /proc/self/fd",
  oracle: "runc",
  config: {
    process: script(
      "for l in fd stdin stdout stderr; do readlink /dev/$l; done; echo through >> /dev/stdout",
    ),
  },
  check(t) {
    const fd = "/proc/self/fd";
    t.is(t.output(), `${fd}\n${fd}/0\n${fd}/1\n${fd}/2\nthrough\n`);
  },
});
