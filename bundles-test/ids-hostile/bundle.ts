// Names that are paths.
import { defineBundle } from "../harness/define.ts";

const long = "a".repeat(2000);

export const bundle = defineBundle({
  name: "ids-hostile",
  title: "[OP-7] an id that is no plain name is refused by every verb, and nothing is made",
  oracle: "runc",
  config: {},
  check(t) {
    for (const id of [".", "..", "a/b", "../x", "/etc", "a\nb", "a b", "ü", "*"]) {
      for (const verb of [
        ["create", "--bundle", t.place.bundle],
        ["state"],
        ["delete"],
        ["start"],
        ["kill"],
      ]) {
        const result = t.runtime.call([...verb, "--", id]);
        t.ok(result.status !== 0, `${verb[0] ?? ""} of ${JSON.stringify(id)} succeeded`);
      }
    }
    t.ok(
      t.runtime.call(["create", "--bundle", t.place.bundle, "--", long]).status !== 0,
      "a long id",
    );
    t.ok(
      t.runtime.call(["create", "--bundle", t.place.bundle, "--", ""]).status !== 0,
      "an empty id",
    );
    t.fails(
      t.runtime.call(["create", "--bundle", t.place.bundle, "a/b"]),
      /invalid container ID format/,
    );
  },
});
