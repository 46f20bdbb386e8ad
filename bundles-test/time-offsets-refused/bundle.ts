// Offsets that have no namespace, or no such clock.
import { namespace, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "time-offsets-refused",
  title: "[TM-3] offsets without a time namespace and for other clocks fail create",
  oracle: { none: "runc 1.1 ignores them and crun 1.8 has other words" },
  needs: ["time-namespace"],
  config: { linux: { namespaces: [...usualNamespaces, namespace("time")] } },
  check(t) {
    t.is(t.run().status, 0);
    t.rejects(
      { linux: { namespaces: usualNamespaces, timeOffsets: { boottime: { secs: 1 } } } },
      /time namespace/,
    );
    t.rejects({ linux: { timeOffsets: { realtime: { secs: 1 } } } }, /realtime/);
    t.rejects(
      { linux: { timeOffsets: { boottime: { secs: 1, nanosecs: 1000000000 } } } },
      /nanosec/,
    );
  },
});
