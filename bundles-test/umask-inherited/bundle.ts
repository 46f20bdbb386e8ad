// Without umask in the configuration.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "umask-inherited",
  title: "[P-44] without umask in the configuration the caller's stays",
  oracle: { none: "runc and crun set 0022 instead" },
  config: { process: { args: ["sh", "-c", "umask"] } },
  check(t) {
    t.is(t.output({ wrap: ["sh", "-c", 'umask 027; exec "$@"', "sh"] }), "0027\n");
  },
});
