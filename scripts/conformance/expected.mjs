// Programs of the suite that a runtime which follows specification 1.3 does not pass, with the reason.

const NO_WEIGHT = "the kernel has had no blkio.weight and leaf_weight since 5.0";
const NOT_MOUNTED =
  "needs the v1 hierarchies hugetlb, net_cls and net_prio, which are not mounted here";
const NO_RIGHT = "asks for every capability; CAP_SYS_RESOURCE is missing here";
const KMEM = "limits of kernel memory have had no effect since Linux 5.16";

/** Reason of each program that is not expected to pass. */
export const EXPECTED = new Map([
  ["linux_cgroups_blkio", NO_WEIGHT],
  ["linux_cgroups_relative_blkio", NO_WEIGHT],
  ["linux_cgroups_hugetlb", NOT_MOUNTED],
  ["linux_cgroups_relative_hugetlb", NOT_MOUNTED],
  ["linux_cgroups_network", NOT_MOUNTED],
  ["linux_cgroups_relative_network", NOT_MOUNTED],
  ["linux_cgroups_memory", KMEM],
  ["linux_cgroups_relative_memory", KMEM],
  ["linux_process_apparmor_profile", "no AppArmor in this kernel, and the test is inverted"],
  ["linux_rootfs_propagation", NO_RIGHT],
  ["process_capabilities", NO_RIGHT],
  [
    "process_capabilities_fail",
    "the test takes an unknown capability for an error; specification 1.1 says to ignore it",
  ],
  ["process_rlimits", "the test's program is in Go, which raises its own soft limit of open files"],
  ["start", "the test wants start of a container without a process to succeed"],
  ["misc_props", "the test's container does not hold the program that it starts"],
  ["pidfile", "the test kills a container that has ended and wants no error"],
  ["hooks", "the test compares with a text that its own hooks do not write"],
  ["prestart", "the test wants prestart hooks at start; the specification has them in create"],
  [
    "delete",
    "as in runc, delete of a created container kills and removes it: containerd counts on that",
  ],
  [
    "hooks_stdin",
    "the test wants the status created in prestart hooks; the specification says creating",
  ],
  [
    "poststart_fail",
    "the test wants a failing poststart hook to be a warning; the specification says an error",
  ],
]);

/**
 * Programs whose answer depends on who comes first, for a right runtime too: the best run counts.
 * killsig sends its signals without waiting until the container's shell has set its traps, and in
 * poststart that shell and the hook write to one file: the sooner `start` returns the more they fail.
 */
export const RACY = new Set(["killsig", "poststart"]);
