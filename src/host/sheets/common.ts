// What the three fact sheets share: a current Debian kernel's abilities. For tests; nothing is read.
import type { Facts } from "../../plan/types.ts";

/** Facts that do not depend on the cgroup layout or the user. */
export const common = {
  kernel: { release: "6.1.0-18-amd64", major: 6, minor: 1 },
  lastCapability: 40,
  newuidmap: "/usr/bin/newuidmap",
  newgidmap: "/usr/bin/newgidmap",
  namespaces: ["mnt", "pid", "net", "uts", "ipc", "user", "cgroup", "time"],
  ownNamespaces: {
    mnt: "4026531841",
    pid: "4026531836",
    net: "4026531840",
    uts: "4026531838",
    ipc: "4026531839",
    user: "4026531837",
    cgroup: "4026531835",
    time: "4026531834",
  },
  hugepages: ["2MB", "1GB"],
  resctrl: null,
  selinux: false,
} as const satisfies Partial<Facts>;

/** The files that a 6.1 kernel lets be delegated. */
export const delegate = [
  "cgroup.procs",
  "cgroup.threads",
  "cgroup.subtree_control",
  "memory.oom.group",
  "memory.reclaim",
] as const;

/** Every capability up to CAP_CHECKPOINT_RESTORE. */
export const allCapabilities = 0x1ff_ffff_ffffn;
