// The configured file mode creation mask.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "umask",
  title: "[P-44] umask is the configured one",
  oracle: "runc",
  config: {
    process: script("umask; touch /tmp/f; stat -c %a /tmp/f", {
      user: { uid: 0, gid: 0, umask: 0o37 },
    }),
  },
  check(t) {
    t.is(t.output(), "0037\n640\n");
  },
});
