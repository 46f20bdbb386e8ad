// Fact sheet: user 1000 on a host with cgroup v2, in a scope of the user's own systemd, which has
// the subtree delegated.
import { common, delegate } from "./common.ts";
import type { Facts } from "../../plan/types.ts";

/** Pure v2, rootless. */
export const rootlessUser: Facts = {
  ...common,
  euid: 1000,
  egid: 1000,
  inUserNamespace: false,
  capabilities: 0n,
  cgroup: {
    mode: "v2",
    hierarchies: [
      {
        mount: "/sys/fs/cgroup",
        version: 2,
        controllers: ["cpuset", "cpu", "io", "memory", "hugetlb", "pids", "rdma", "misc"],
        name: null,
        own: "/user.slice/user-1000.slice/user@1000.service/app.slice/shell.scope",
        writable: true,
      },
    ],
    delegate,
  },
  apparmor: true,
};
