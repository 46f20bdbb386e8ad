// What is there before start.
import { cgroupOf, either, value } from "../harness/cgroup.ts";
import { usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { mountLines, namespaceOf } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "created-whole",
  title: "[L-2] [OP-10] all but the program is there when create returns",
  oracle: "runc",
  needs: ["memory", "pids"],
  config: {
    process: { args: ["sleep", "60"] },
    mounts: [...usualMounts, { destination: "/data", type: "tmpfs", source: "tmpfs" }],
    linux: {
      devices: [{ path: "/dev/extra", type: "c", major: 1, minor: 5 }],
      resources: { memory: { limit: 64 * 1024 * 1024 }, pids: { limit: 30 } },
      sysctl: { "net.ipv4.ip_forward": "1" },
    },
  },
  check(t) {
    const pid = t.created();
    for (const name of ["pid", "net", "ipc", "uts", "mnt"])
      t.ok(namespaceOf(pid, name) !== namespaceOf("self", name), name);
    const root = `/proc/${pid}/root`;
    t.ok(t.exists(`${root}/bin/busybox`), "the root is entered");
    t.ok(t.exists(`${root}/dev/extra`), "devices are there");
    const mounts = mountLines(`/proc/${pid}/mountinfo`);
    t.ok(
      mounts.some((line) => line.includes(" /data ")),
      "mounts are there",
    );
    const limit = either("memory", "memory.limit_in_bytes", "memory.max");
    t.is(value(cgroupOf(pid, "memory"), limit), `${64 * 1024 * 1024}`);
    t.is(value(cgroupOf(pid, "pids"), "pids.max"), "30");
    t.is(t.succeeds(t.exec(["hostname"])), "box\n");
    t.is(t.succeeds(t.exec(["cat", "/proc/sys/net/ipv4/ip_forward"])), "1\n");
  },
});
