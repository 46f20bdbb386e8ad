// What CRIU cannot save.
import { checkpoint, counted, counting, countsOn, prepareCount } from "../harness/criu.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "checkpoint-unsaved",
  title: "a container that CRIU refuses to save runs on, and the error is CRIU's own reason",
  oracle: "runc",
  needs: ["criu"],
  config: (place) => counting(place),
  setup: prepareCount,
  check(t) {
    // Its standard output is a file of the host, in no mount of the container.
    t.up();
    countsOn(t, 0);
    const refused = checkpoint(t);
    t.ok(refused.status !== 0, "it was saved");
    if (t.runtime.kind === "tsrun") {
      const reason =
        /checkpoint by CRIU: criu\/files-reg\.c:\d+: .*mount.*; its log is .*\/work\/dump\.log/;
      t.match(refused.stderr, reason);
      t.is(refused.stderr.trim().split("\n").length, 1, "lines of the error");
    }
    t.is(t.status, "running");
    countsOn(t, counted(t));
  },
});
