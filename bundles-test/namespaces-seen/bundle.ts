// What the program sees of its namespaces.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "namespaces-seen",
  title: "[NS-3] [NS-4] the program is PID 1, sees only its own processes and only lo, which is up",
  oracle: "runc",
  config: {
    process: script(
      "echo $$; ls /proc | grep -c '^[0-9]'; ls /sys/class/net; cat /sys/class/net/lo/flags",
    ),
  },
  check(t) {
    // The shell, ls and grep.
    t.is(t.output(), "1\n3\nlo\n0x9\n");
  },
});
