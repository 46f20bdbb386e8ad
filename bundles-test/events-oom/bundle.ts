// A stream of records.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { member } from "../harness/json.ts";

export const bundle = defineBundle({
  name: "events-oom",
  title:
    "events prints a record each interval and each time memory runs out, and ends with the container",
  oracle: { none: "runc goes on until the container is deleted" },
  config: {
    process: script(
      "sleep 1.2; (x=x; while :; do x=$x$x; done) 2>/dev/null; echo survived; sleep 0.6",
    ),
    linux: { resources: { memory: { limit: 33554432, swap: 33554432 } } },
  },
  check(t) {
    const pid = t.up();
    const text = t.succeeds(t.runtime.call(["events", "--interval", "200ms", t.place.id]));
    t.ended(pid);
    const records = text
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    const types = records.map((record) => member(record, "type"));
    t.ok(types.filter((type) => type === "stats").length >= 4, `records: ${types.join(" ")}`);
    const oom = records.filter((record) => member(record, "type") === "oom");
    t.ok(oom.length >= 1, `no oom event among ${types.join(" ")}`);
    t.is(oom[0], { type: "oom", id: t.place.id });
    t.ok(types.indexOf("oom") > 2, "it came when it happened");
    t.is(t.written, "survived\n");
  },
});
