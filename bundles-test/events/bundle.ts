// One record of statistics.
import { script } from "../harness/base.ts";
import { limitOf } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { list, member } from "../harness/json.ts";

export const bundle = defineBundle({
  name: "events",
  title: "events --stats prints one record of statistics that agree with the controllers' files",
  oracle: "runc",
  config: {
    process: script("i=0; while [ $i -lt 40000 ]; do i=$((i+1)); done; echo done; sleep 60"),
    linux: {
      resources: {
        memory: { limit: 67108864 },
        pids: { limit: 25 },
        cpu: { quota: 20000, period: 50000 },
      },
    },
  },
  check(t) {
    const events = (...flags: readonly string[]) =>
      t.runtime.call(["events", ...flags, t.place.id]);
    t.fails(events("--stats"), /container does not exist/);
    const pid = t.up();
    t.wait(() => t.written === "done\n", "the work is done");
    const text = t.succeeds(events("--stats"));
    t.match(text, /^\{"type":"stats","id":"[^"]+","data":\{.*\}\}\n$/, "one line");
    const record: unknown = JSON.parse(text);
    t.is(member(record, "id"), t.place.id);
    const data = member(record, "data");
    t.is(Object.keys(data as object), [
      "cpu",
      "cpuset",
      "memory",
      "pids",
      "blkio",
      "hugetlb",
      "intel_rdt",
      "network_interfaces",
    ]);
    t.is(member(data, "memory", "usage", "limit"), 67108864);
    t.is(member(data, "memory", "usage", "failcnt"), 0);
    t.ok(Number(member(data, "memory", "usage", "usage")) > 0, "memory is used");
    t.is(member(data, "pids", "limit"), 25);
    t.ok(Number(member(data, "pids", "current")) > 0, "processes");
    t.ok(Number(member(data, "cpu", "usage", "total")) > 5_000_000, "more than 5 ms");
    t.ok(Number(member(data, "cpu", "usage", "user")) > 0, "most of it in the program");
    t.ok(Number(member(data, "cpu", "throttling", "periods")) > 0, "periods");
    t.is(member(data, "network_interfaces"), null);
    t.is(member(data, "intel_rdt"), {});
    if (member(data, "cpu", "usage", "percpu") !== undefined) {
      t.ok(list(data, "cpu", "usage", "percpu").length > 0, "each processor");
      t.ok(list(data, "cpuset", "cpus").length > 0, "processors as a list");
    }
    const raw = member(data, "memory", "raw");
    const stat = limitOf(pid, "memory", "memory.stat", "memory.stat").split("\n");
    t.is(Object.keys(raw as object), stat.map((line) => line.split(" ")[0] ?? "").sort());

    t.fails(events("--interval", "0s"), /duration interval must be greater than 0/);
    t.fails(events("--interval", "x"), /invalid value/);
    t.succeeds(t.kill("KILL"));
    t.ended(pid);
    t.fails(events("--stats"), /container with id \S+ is not running/);
  },
});
