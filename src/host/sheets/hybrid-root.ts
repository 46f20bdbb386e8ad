// Fact sheet: root on a host with a v1 hierarchy for each controller and cgroup2 beside them.
import { allCapabilities, common, delegate } from "./common.ts";
import type { Facts, Hierarchy } from "../../plan/types.ts";

const SESSION = "/user.slice/user-0.slice/session-1.scope";

function v1(directory: string, controllers: readonly string[]): Hierarchy {
  const mount = `/sys/fs/cgroup/${directory}`;
  return { mount, version: 1, controllers, name: null, own: "/", writable: true };
}

/** Hybrid v1, root. */
export const hybridRoot: Facts = {
  ...common,
  euid: 0,
  egid: 0,
  inUserNamespace: false,
  capabilities: allCapabilities,
  cgroup: {
    mode: "hybrid",
    hierarchies: [
      v1("cpuset", ["cpuset"]),
      v1("cpu,cpuacct", ["cpu", "cpuacct"]),
      v1("memory", ["memory"]),
      v1("devices", ["devices"]),
      v1("freezer", ["freezer"]),
      v1("blkio", ["blkio"]),
      v1("pids", ["pids"]),
      v1("hugetlb", ["hugetlb"]),
      v1("net_cls,net_prio", ["net_cls", "net_prio"]),
      { ...v1("systemd", []), name: "systemd", own: SESSION },
      { ...v1("unified", ["rdma"]), version: 2, own: SESSION },
    ],
    delegate,
  },
  apparmor: false,
};
