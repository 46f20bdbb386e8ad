// Names that callers use.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "ids-usual",
  title: "[OP-8] [OP-29] ids of callers work, and may be used again after delete",
  oracle: "runc",
  config: { linux: { cgroupsPath: undefined } },
  check(t) {
    for (const id of [
      `${t.place.id}-${"0123456789abcdef".repeat(4)}`,
      `${t.place.id}-a_b-c.d+e`,
      `${t.place.id}-a_b-c.d+e`,
    ]) {
      t.succeeds(t.runtime.call(["create", "--bundle", t.place.bundle, id]));
      t.match(t.succeeds(t.runtime.call(["state", id])), /"created"/);
      t.succeeds(t.runtime.call(["delete", "--force", id]));
    }
  },
});
