// New limits as engines send them.
import { limitOf, onlyV2 } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

// What docker sends: zeros stand for what is left alone.
const docker = `{"memory":{"limit":104857600,"reservation":0,"swap":209715200,"kernel":0},
"cpu":{"shares":0,"quota":50000,"period":100000},"blockIO":{"weight":0}}\n`;

export const bundle = defineBundle({
  name: "update-engines",
  title: "update reads a resources document from a file or stdin, and its zeros mean unset",
  oracle: "runc",
  config: {
    process: { args: ["sleep", "60"] },
    linux: {
      resources: { memory: { limit: 33554432, swap: 67108864 }, cpu: { shares: 512 } },
    },
  },
  check(t) {
    const pid = t.up();
    const update = (file: string, input: string) =>
      t.runtime.call(["update", `--resources=${file}`, t.place.id], { input });
    const sum = (): string =>
      limitOf(pid, "memory", "memory.memsw.limit_in_bytes", "memory.swap.max");
    const limit = (): string => limitOf(pid, "memory", "memory.limit_in_bytes", "memory.max");
    const shares = (): string => limitOf(pid, "cpu", "cpu.shares", "cpu.weight");
    const before = shares();
    t.is(t.succeeds(update("-", docker)), "");
    t.is([limit(), sum()], ["104857600", onlyV2() ? "104857600" : "209715200"]);
    t.is(
      [limitOf(pid, "cpu", "cpu.cfs_quota_us", "cpu.max").split(" ")[0], shares()],
      ["50000", before],
    );

    // Both lower at once: the kernel refuses either alone, in one of the orders.
    t.write(t.beside("r.json"), '{"memory":{"limit":20971520,"swap":41943040}}');
    t.succeeds(update(t.beside("r.json"), ""));
    t.is([limit(), sum()], ["20971520", onlyV2() ? "20971520" : "41943040"]);
    t.succeeds(
      t.runtime.call(["update", "-r", "-", t.place.id], { input: '{"memory":{"limit":-1}}' }),
    );
    t.is(
      [limit(), sum()],
      onlyV2() ? ["max", "max"] : ["9223372036854771712", "9223372036854771712"],
    );

    t.fails(update("-", "{"), /EOF|JSON|end/i);
    t.fails(update("-", '{"memory":{"limit":"much"}}'), /limit/);
    t.fails(update(t.beside("none.json"), ""), /no such file or directory/);
    t.is(t.status, "running");
  },
});
