// Two containers of one name.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "id-taken",
  title: "[OP-9] [ST-3] a second create with the same id fails and leaves the first alone",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const pid = t.created();
    t.fails(t.create(), /container with (the )?given ID already exists/i);
    t.is([t.status, t.pid], ["created", pid]);
    t.succeeds(t.start());
    t.is([t.status, t.pid], ["running", pid]);
  },
});
