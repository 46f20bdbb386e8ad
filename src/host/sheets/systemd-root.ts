// Fact sheet: root on a host with cgroup v2 alone, as systemd sets it up.
import { allCapabilities, common, delegate } from "./common.ts";
import type { Facts } from "../../plan/types.ts";

/** Pure v2 with systemd, root. */
export const systemdRoot: Facts = {
  ...common,
  euid: 0,
  egid: 0,
  inUserNamespace: false,
  capabilities: allCapabilities,
  cgroup: {
    mode: "v2",
    hierarchies: [
      {
        mount: "/sys/fs/cgroup",
        version: 2,
        controllers: ["cpuset", "cpu", "io", "memory", "hugetlb", "pids", "rdma", "misc"],
        name: null,
        own: "/user.slice/user-0.slice/session-1.scope",
        writable: true,
      },
    ],
    delegate,
  },
  apparmor: true,
};
