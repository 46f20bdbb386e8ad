// Programs of the suite that a runtime which follows specification 1.3 does not pass, with the reason.

const NO_WEIGHT = "the kernel has had no blkio.weight and leaf_weight since 5.0";
const NO_KMEM = "limits of kernel memory have had no effect since Linux 5.16";

/** At fault wherever they run: the test itself, or what it asks of a kernel that is not too old. */
const EVERYWHERE = [
  ["linux_cgroups_blkio", NO_WEIGHT],
  ["linux_cgroups_relative_blkio", NO_WEIGHT],
  ["linux_cgroups_memory", NO_KMEM],
  ["linux_cgroups_relative_memory", NO_KMEM],
  ["linux_process_apparmor_profile", "the test asks for a profile that it does not load"],
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
];

const CGROUPS = ["blkio", "cpus", "devices", "hugetlb", "memory", "network", "pids"].flatMap(
  (name) => [`linux_cgroups_${name}`, `linux_cgroups_relative_${name}`],
);

/** What some machines lack: the condition, the reason and the programs. */
const SOMEWHERE = [
  {
    lacks: (host) => host.controllers.size === 0,
    reason: "the test knows cgroup v1 only",
    programs: [...CGROUPS, "delete_resources", "delete_only_create_resources"],
  },
  {
    lacks: (host) => !host.controllers.has("hugetlb"),
    reason: "needs the v1 hierarchy hugetlb, which is not mounted here",
    programs: ["linux_cgroups_hugetlb", "linux_cgroups_relative_hugetlb"],
  },
  {
    lacks: (host) => !host.controllers.has("net_cls") || !host.controllers.has("net_prio"),
    reason: "needs the v1 hierarchies net_cls and net_prio, which are not mounted here",
    programs: ["linux_cgroups_network", "linux_cgroups_relative_network"],
  },
  {
    lacks: (host) => !host.mayRaiseLimits,
    reason: "asks for every capability; CAP_SYS_RESOURCE is missing here",
    programs: ["linux_rootfs_propagation", "process_capabilities"],
  },
];

/**
 * Reason of each program that is not expected to pass on a machine with these v1 controllers mounted,
 * and with CAP_SYS_RESOURCE or not.
 */
export function expectedOn(host) {
  const here = SOMEWHERE.filter(({ lacks }) => lacks(host));
  const lacking = here.flatMap(({ programs, reason }) => programs.map((name) => [name, reason]));
  return new Map([...lacking, ...EVERYWHERE]);
}

/**
 * Programs whose answer depends on who comes first, for a right runtime too: the best run counts.
 * killsig sends its signals without waiting until the container's shell has set its traps, and in
 * poststart that shell and the hook write to one file: the sooner `start` returns the more they fail.
 */
export const RACY = new Set(["killsig", "poststart"]);
