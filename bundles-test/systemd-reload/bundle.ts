// systemd writes what it knows anew at times.
import { script } from "../harness/base.ts";
import { cgroupOf, either, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { driver, systemctl } from "../harness/systemd.ts";

export const bundle = defineBundle({
  name: "systemd-reload",
  title: "[R-0] [RD-6] limits and device rules hold when systemd reloads its units",
  oracle: "runc",
  needs: ["systemd"],
  systemd: true,
  config: (place) => ({
    process: {
      ...script(
        "while :; do head -c1 /dev/zero >/dev/null && echo zero; head -c0 /dev/kmsg && echo kmsg; read line || sleep 1; done",
      ),
    },
    linux: {
      cgroupsPath: `system.slice:tsb:${place.id}`,
      devices: [{ path: "/dev/kmsg", type: "c", major: 1, minor: 11, fileMode: 0o666 }],
      resources: { memory: { limit: 104857600 }, cpu: { shares: 2048 }, pids: { limit: 42 } },
    },
  }),
  check(t) {
    const pid = t.up(driver);
    const values = (): readonly string[] => [
      value(cgroupOf(pid, "memory"), either("memory", "memory.limit_in_bytes", "memory.max")),
      value(cgroupOf(pid, "cpu"), either("cpu", "cpu.shares", "cpu.weight")),
      value(cgroupOf(pid, "pids"), "pids.max"),
    ];
    const before = values();
    t.wait(() => t.written.includes("zero"), "the program wrote");
    systemctl("daemon-reload");
    t.is(values(), before);
    const { length } = t.written;
    t.wait(() => t.written.length > length + 10, "it goes on");
    t.ok(!t.written.includes("kmsg"), "a denied device was opened");
  },
});
