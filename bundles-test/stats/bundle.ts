// What a container uses, for people.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { isJson, member } from "../harness/json.ts";
import { beside, tool } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "stats",
  title: "stats prints one JSON record into a pipe, and on a terminal a row that is renewed",
  oracle: { none: "a verb of tsrun alone" },
  config: {
    process: script("while :; do sleep 0.1; done"),
    linux: { resources: { memory: { limit: 67108864 } } },
  },
  check(t) {
    const verb = ["stats", "--interval", "100ms", t.place.id];
    t.fails(t.runtime.call(verb), /container does not exist/);
    const pid = t.up();
    const record: unknown = JSON.parse(t.succeeds(t.runtime.call(verb)));
    t.ok(isJson(record), "an object");
    t.is(member(record, "memory", "usage", "limit"), 67108864);

    const command = t.runtime.command(verb, {});
    const live = beside(t, [tool("terminal"), "pty", "24", "80", ...command]);
    const rows = (): readonly string[] => live.output().split("\r\u001B[K");
    t.wait(() => rows().length > 4, "the row is renewed");
    t.match(rows()[0] ?? "", /^CPU +MEMORY \/ LIMIT +MEMORY +PIDS +READ +WRITTEN\r\n$/);
    t.match(
      rows().at(-1) ?? "",
      /^\d+\.\d % +\d+\.\d [KM]iB \/ 64\.0 MiB +\d\.\d % +[1-9] +\d[\d.]* \w+ +\d[\d.]* \w+/,
    );
    t.succeeds(t.kill("KILL"));
    t.ended(pid);
    t.wait(() => live.output().endsWith("\r\n") && rows().length > 4, "it ends with the container");
    t.fails(t.runtime.call(["stats", "--interval", "0s", t.place.id]), /interval must be greater/);
  },
});
