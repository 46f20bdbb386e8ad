// An update is all or nothing, and the next one begins where the last one ended.
import { limitOf, onlyV2 } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "update-refused",
  title:
    "[RM-9] [RM-10] an update that the kernel refuses half-way is taken back, one that succeeds is remembered",
  // runc sets the old configuration again, which leaves what that one did not name.
  oracle: { none: "runc keeps a part of a failed update" },
  config: {
    process: { args: ["sleep", "60"] },
    linux: {
      resources: { memory: { limit: 67108864 }, cpu: { quota: 50000, burst: 10000 } },
    },
  },
  check(t) {
    const pid = t.up();
    const update = (document: string) =>
      t.runtime.call(["update", "-r", "-", t.place.id], { input: document });
    const all = (): readonly string[] => [
      limitOf(pid, "memory", "memory.limit_in_bytes", "memory.max"),
      limitOf(pid, "memory", "memory.soft_limit_in_bytes", "memory.low"),
      limitOf(pid, "pids", "pids.max", "pids.max"),
      limitOf(pid, "cpu", "cpu.shares", "cpu.weight"),
      limitOf(pid, "cpu", "cpu.cfs_quota_us", "cpu.max"),
      limitOf(pid, "cpuset", "cpuset.cpus", "cpuset.cpus"),
    ];
    const before = all();
    // The last one: no machine has such a CPU.
    const refused = update(
      '{"memory":{"limit":83886080,"reservation":1048576},"pids":{"limit":7},"cpu":{"shares":2,"quota":60000,"cpus":"4000"}}',
    );
    t.fails(refused, /cpuset\.cpus.*\(stdin: cpu\.cpus\)/);
    t.is(all(), before, "limits after a failed update");

    // A quota below the burst that config.json gave.
    t.fails(
      update('{"cpu":{"quota":5000}}'),
      /burst 10000 is larger than quota 5000 \(stdin: cpu\.burst\)/,
    );
    t.succeeds(update('{"cpu":{"quota":5000,"burst":2000}}'));
    t.fails(update('{"cpu":{"quota":1500}}'), /burst 2000 is larger than quota 1500/);
    t.succeeds(update('{"cpu":{"burst":1000}}'));
    t.succeeds(update('{"cpu":{"quota":1500}}'));
    t.is(limitOf(pid, "cpu", "cpu.cfs_quota_us", "cpu.max").split(" ")[0], "1500");

    const check = (limit: number): string =>
      `{"memory":{"limit":${limit},"checkBeforeUpdate":true}}`;
    t.fails(update(check(4096)), /rejecting memory limit 4096 <= usage \d+/);
    t.is(all()[0], before[0]);
    t.succeeds(update(check(50331648)));
    t.is(all()[0], "50331648");
    if (!onlyV2()) t.fails(update('{"unified":{"memory.high":"1"}}'), /unified/);
    t.is(t.status, "running");
  },
});
