// Limits that change while systemd has the unit.
import { cgroupOf, either, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { driver, systemctl } from "../harness/systemd.ts";

export const bundle = defineBundle({
  name: "systemd-update",
  title:
    "an update under the systemd driver holds when systemd reloads its units, a refused one is undone there too",
  oracle: { none: "runc keeps a part of a failed update" },
  needs: ["systemd"],
  systemd: true,
  config: (place) => ({
    process: { args: ["sleep", "600"] },
    linux: {
      cgroupsPath: `system.slice:tsb:${place.id}`,
      resources: { memory: { limit: 104857600 }, cpu: { shares: 2048 }, pids: { limit: 42 } },
    },
  }),
  check(t) {
    const pid = t.up(driver);
    const update = (document: string) =>
      t.runtime.call(["update", "-r", "-", t.place.id], { input: document });
    const values = (): readonly string[] => [
      value(cgroupOf(pid, "memory"), either("memory", "memory.limit_in_bytes", "memory.max")),
      value(cgroupOf(pid, "pids"), "pids.max"),
      value(cgroupOf(pid, "cpu"), either("cpu", "cpu.cfs_quota_us", "cpu.max")).split(" ")[0] ?? "",
    ];
    const without = either("cpu", "-1", "max");
    t.is(values(), ["104857600", "42", without]);
    t.succeeds(update('{"memory":{"limit":67108864},"pids":{"limit":33}}'));
    t.is(values(), ["67108864", "33", without]);
    systemctl("daemon-reload");
    t.is(values(), ["67108864", "33", without], "after a reload");

    // No machine has such a processor: the last write fails, and all is as it was.
    t.fails(update('{"memory":{"limit":83886080},"cpu":{"quota":50000,"cpus":"4000"}}'), /cpu/);
    t.is(values(), ["67108864", "33", without], "after a failed update");
    systemctl("daemon-reload");
    t.is(values(), ["67108864", "33", without], "and a reload");
  },
});
