// All containers of a root.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "list",
  title: "list shows the containers of its root, as table, JSON and ids",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    t.openUp(); // a root that is named must be there
    t.is(t.succeeds(t.runtime.call(["list", "--format", "json"])).trim(), "null", "an empty list");
    const pid = t.created();
    const table = t
      .succeeds(t.runtime.call(["list"]))
      .trim()
      .split("\n");
    t.match(table[0] ?? "", /^ID +PID +STATUS +BUNDLE +CREATED +OWNER$/);
    t.match(
      table[1] ?? "",
      new RegExp(`^${t.place.id} +${pid} +created +${t.place.bundle} +\\S+ +root$`),
    );
    t.is(t.succeeds(t.runtime.call(["list", "-q"])), `${t.place.id}\n`);
    const all: unknown = JSON.parse(t.succeeds(t.runtime.call(["list", "-f", "json"])));
    t.ok(Array.isArray(all) && all.length === 1, "json");
  },
});
