// Kernel parameters of the container's namespaces.
import { readFileSync } from "node:fs";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "sysctl",
  title: "[SY-1] sysctls are set in the container and not on the host",
  oracle: "runc",
  config: {
    process: script(
      "cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/msgmax /proc/sys/fs/mqueue/msg_max",
    ),
    linux: {
      sysctl: { "net.ipv4.ip_forward": "1", "kernel.msgmax": "4096", "fs.mqueue.msg_max": "21" },
    },
  },
  check(t) {
    const before = readFileSync("/proc/sys/kernel/msgmax", "utf8");
    t.is(t.output(), "1\n4096\n21\n");
    t.is(readFileSync("/proc/sys/kernel/msgmax", "utf8"), before, "host");
  },
});
