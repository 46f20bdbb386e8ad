// Verbs that are called wrongly.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "errors-of-arguments",
  title: "[OP-2] [OP-5] [OP-17] [OP-21] [OP-25] verbs without an id, unknown verbs and flags fail",
  oracle: "runc",
  config: {},
  check(t) {
    for (const verb of ["state", "start", "kill", "delete", "create"])
      t.ok(t.runtime.call([verb], { cwd: t.place.bundle }).status !== 0, `${verb} without an id`);
    t.is(t.runtime.call(["frobnicate"]).status, 3, "an unknown verb");
    t.is(t.runtime.call(["state", "--frobnicate", "x"]).status, 1, "an unknown flag");
    t.fails(
      t.runtime.call(["create", "--bundle", t.beside("none"), t.place.id]),
      /no such file or directory|config\.json not found/,
    );
    t.fails(t.runtime.call(["create", "--bundle", t.place.side, t.place.id]), /config\.json/);
  },
});
