// Configurations that are none.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "config-refused",
  title:
    "[G-2] [G-5] [P-9] [L-22] a config.json that is missing, no JSON or incomplete fails create",
  oracle: "runc",
  config: {},
  check(t) {
    const file = `${t.place.bundle}/config.json`;
    t.rejects({ process: { args: [] } }, /args must not be empty/);
    t.write(file, "{ not json");
    t.fails(t.create(), /./);
    t.write(file, "");
    t.fails(t.create(), /./);
    t.rename(file, `${t.place.bundle}/Config.json`);
    t.fails(t.create(), /JSON specification file config\.json not found/);
  },
});
