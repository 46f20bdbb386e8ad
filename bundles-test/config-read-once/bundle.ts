// Edits after create.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "config-read-once",
  title: "[L-5] [OP-16] changes of config.json after create have no effect",
  oracle: "runc",
  config: (place) => ({
    process: { args: ["echo", "as created"] },
    hooks: {
      poststop: [{ path: "/bin/sh", args: ["sh", "-c", `echo old > ${place.side}/poststop`] }],
    },
  }),
  check(t) {
    const pid = t.created();
    t.configure({
      process: { args: ["echo", "changed"] },
      hooks: { poststop: [{ path: "/bin/false" }] },
    });
    t.remove(`${t.place.bundle}/config.json`);
    t.succeeds(t.start());
    t.ended(pid);
    t.is(t.written, "as created\n");
    t.succeeds(t.delete());
    t.is(t.read(t.beside("poststop")), "old\n");
  },
});
