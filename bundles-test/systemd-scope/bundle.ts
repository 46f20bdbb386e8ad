// The systemd driver: a container is a scope.
import { script } from "../harness/base.ts";
import { cgroupOf, either, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { driver, forgotten, shown } from "../harness/systemd.ts";

export const bundle = defineBundle({
  name: "systemd-scope",
  title:
    "[CG-4] [CG-13] [R-0] a container is a scope in its slice, with limits as properties and in files; delete needs no flag",
  oracle: "runc",
  needs: ["systemd"],
  systemd: true,
  config: (place) => ({
    annotations: {
      "org.systemd.property.TimeoutStopUSec": "uint64 123000000",
      "org.systemd.property.CollectMode": "'inactive-or-failed'",
    },
    process: script("sleep 60"),
    linux: {
      cgroupsPath: `tsb-test.slice:tsb:${place.id}`,
      resources: {
        memory: { limit: 104857600 },
        cpu: { quota: 15000, period: 100000 },
        pids: { limit: 42 },
      },
    },
  }),
  check(t) {
    const unit = `tsb-${t.place.id}.scope`;
    const pid = t.created(driver);
    const place = `/tsb.slice/tsb-test.slice/${unit}`;
    for (const name of ["memory", "cpu", "pids", "devices", "freezer"])
      t.ok(cgroupOf(pid, name).endsWith(place), `${name}: ${cgroupOf(pid, name)}`);
    t.is(shown(unit, "ActiveState", "Slice", "Delegate", "TasksMax", "TimeoutStopUSec"), [
      "ActiveState=active",
      "Slice=tsb-test.slice",
      "Delegate=yes",
      "TasksMax=42",
      "TimeoutStopUSec=2min 3s",
    ]);
    t.is(shown(unit, "CPUQuotaPerSecUSec", either("memory", "MemoryLimit", "MemoryMax")), [
      "CPUQuotaPerSecUSec=150ms",
      `${either("memory", "MemoryLimit", "MemoryMax")}=104857600`,
    ]);
    t.is(
      value(cgroupOf(pid, "memory"), either("memory", "memory.limit_in_bytes", "memory.max")),
      "104857600",
    );
    t.is(
      either("cpu", ["cpu.cfs_quota_us", "cpu.cfs_period_us"], ["cpu.max"])
        .map((file) => value(cgroupOf(pid, "cpu"), file))
        .join(" "),
      "15000 100000",
    );
    t.is(value(cgroupOf(pid, "pids"), "pids.max"), "42");
    t.succeeds(t.start());
    t.match(t.succeeds(t.exec(["cat", "/proc/self/cgroup"])), new RegExp(`${unit}$`, "m"));
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.ok(forgotten(unit), `${unit} is still there`);
    // Foreground: gone with the program.
    t.configure({ process: { args: ["true"] } });
    t.is(t.run(driver).status, 0);
    t.ok(forgotten(unit), `${unit} is there after run`);
  },
});
