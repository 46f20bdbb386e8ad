// Hints about cgroups and resources.
import { says } from "./types.ts";
import type { Hint } from "./types.ts";

/** In the order in which they are tried. */
export const CGROUP_HINTS: readonly Hint[] = [
  {
    id: "controller-missing",
    ops: null,
    errnos: null,
    when: says(/this host has no \S+ controller/),
    text: "/proc/cgroups and /sys/fs/cgroup/cgroup.controllers list what the kernel has; some need a word on its command line (cgroup_enable=memory)",
  },
  {
    id: "controller-not-delegated",
    ops: ["cgroup-enable"],
    errnos: null,
    when: says(/not delegated/),
    text: "its parent must have the controller in cgroup.subtree_control; for a user's own cgroups systemd needs Delegate= in user@.service",
  },
  {
    id: "processes-inside",
    ops: ["cgroup-enable"],
    errnos: null,
    when: says(/processes are in this cgroup itself/),
    text: "on cgroup v2 a cgroup has either processes or children with controllers: set cgroupsPath to a place without processes above it",
  },
  {
    id: "cgroup-in-use",
    ops: ["cgroup-make"],
    errnos: null,
    when: says(/cgroup is not empty/),
    text: "another container or a left-over process is in this cgroup: give linux.cgroupsPath a name of its own, or delete the other one",
  },
  {
    id: "cgroup-not-yours",
    ops: ["cgroup-make", "cgroup-enable", "cgroup-join"],
    errnos: ["EACCES", "EPERM"],
    text: "this user may not make cgroups here: leave resources and cgroupsPath out, or have the subtree delegated (systemd-run --user -p Delegate=yes)",
  },
  {
    id: "cgroups-read-only",
    ops: ["cgroup-make", "cgroup-enable", "cgroup-write", "cgroup-join"],
    errnos: ["EROFS"],
    text: "/sys/fs/cgroup is mounted read-only, as in a container: mount it writable for the runtime, or leave resources out",
  },
  {
    id: "cgroups-used-up",
    ops: ["cgroup-make"],
    errnos: ["EAGAIN", "ENOSPC", "ENOMEM"],
    text: "cgroup.max.descendants or cgroup.max.depth of a cgroup above is reached, or the kernel keeps as many dead ones as it can",
  },
  {
    id: "memory-below-usage",
    ops: ["cgroup-write"],
    errnos: null,
    when: says(/unable to set memory limit/),
    text: "the limit is below what is in use already; a container needs a few megabytes before its program even runs",
  },
  {
    id: "memory-too-small",
    ops: null,
    errnos: null,
    when: says(/OOM-killed/),
    text: "linux.resources.memory.limit must leave a few megabytes for the setup itself",
  },
  {
    id: "swap-not-counted",
    ops: ["cgroup-write"],
    errnos: ["ENOENT"],
    when: says(/memsw|memory\.swap/),
    text: "this kernel does not count swap: leave memory.swap out, or boot with swapaccount=1",
  },
  {
    id: "block-weight",
    ops: ["cgroup-write"],
    errnos: ["ENOENT", "EOPNOTSUPP", "EINVAL"],
    when: says(/(blkio|io)\.\S*weight/),
    text: "weights need the bfq I/O scheduler (/sys/block/*/queue/scheduler) or io.cost on the device",
  },
  {
    id: "block-device",
    ops: ["cgroup-write"],
    errnos: ["ENODEV", "ENXIO"],
    text: "major and minor must be those of a whole disk of this host (lsblk), not of a partition",
  },
  {
    id: "cpuset-not-there",
    ops: ["cgroup-write"],
    errnos: ["EINVAL", "ERANGE", "EACCES"],
    when: says(/cpuset\./),
    text: "the CPUs or memory nodes must be online and part of the parent's cpuset",
  },
  {
    id: "cpuset-empty",
    ops: ["cgroup-join"],
    errnos: ["ENOSPC"],
    text: "cpuset.cpus or cpuset.mems of this cgroup or of its parent is empty, or deadline tasks leave no room",
  },
  {
    id: "cpu-realtime",
    ops: ["cgroup-write"],
    errnos: ["EINVAL"],
    when: says(/cpu\.rt_/),
    text: "realtime time comes out of the parents': each cgroup above must have cpu.rt_runtime_us first",
  },
  {
    id: "cpu-quota",
    ops: ["cgroup-write"],
    errnos: ["EINVAL", "ERANGE"],
    when: says(/cpu\.(cfs_|max)/),
    text: "quota and period are 1000 to 1000000 microseconds, and a cgroup gets no larger share than its parent",
  },
  {
    id: "device-rule-denied",
    ops: ["cgroup-write"],
    errnos: ["EPERM"],
    when: says(/devices\.(allow|deny)/),
    text: "a device cgroup only gives what its parent has: one around the runtime denies this device",
  },
  {
    id: "device-program-denied",
    ops: ["cgroup-devices"],
    errnos: ["EPERM", "EACCES"],
    text: "loading a device program needs CAP_BPF and CAP_NET_ADMIN (or CAP_SYS_ADMIN) in the host's user namespace",
  },
  {
    id: "limit-file-missing",
    ops: ["cgroup-write"],
    errnos: ["ENOENT"],
    text: "this kernel does not have the setting: it is newer than the kernel, or was left out of it",
  },
  {
    id: "limit-value",
    ops: ["cgroup-write"],
    errnos: ["EINVAL", "ERANGE"],
    text: "the kernel does not take this value for the file",
  },
];
