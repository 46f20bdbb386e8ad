// Callers whose standard streams are not there.
import { defineBundle } from "../harness/define.ts";
import { sameLife, sh } from "../harness/life.ts";

export const bundle = defineBundle({
  name: "surroundings-stdio",
  title:
    "[CT-3] every verb works with 0, 1 or 2 closed, and with the null device opened to be read",
  oracle: { none: "runc 1.1 lacks some of the verbs" },
  needs: ["freezer", "pids"],
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    sameLife(t, {
      "0 and 2 closed": sh('exec "$@" <&- 2>&-'),
      "1 closed": { ...sh('exec "$@" >&-'), mute: true },
      "0, 1 and 2 closed": { ...sh('exec "$@" <&- >&- 2>&-'), mute: true },
      "0, 1 and 2 the null device, to be read only": {
        ...sh('exec "$@" </dev/null 1</dev/null 2</dev/null'),
        mute: true,
      },
    });
  },
});
