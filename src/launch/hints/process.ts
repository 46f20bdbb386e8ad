// Hints about the program, its identity and its limits.
import { says } from "./types.ts";
import type { Hint } from "./types.ts";

const RLIMITS = ["rlimit", "own-rlimit"] as const;

/** In the order in which they are tried. */
export const PROCESS_HINTS: readonly Hint[] = [
  {
    id: "program-not-in-path",
    ops: ["lookup"],
    errnos: ["ENOENT"],
    when: says(/\$PATH/),
    text: "it is looked for inside the root, in the directories of PATH in process.env",
  },
  {
    id: "program-missing",
    ops: ["lookup"],
    errnos: ["ENOENT", "ENOTDIR", "ELOOP"],
    text: "the path is inside the root, after all mounts; links must not lead out of it",
  },
  {
    id: "program-not-executable",
    ops: ["lookup"],
    errnos: ["EACCES"],
    text: "the file needs x for the process' user, a mount without noexec, and directories that let that user pass",
  },
  {
    id: "interpreter-missing",
    ops: ["exec"],
    errnos: ["ENOENT"],
    text: "the program itself is there, so what it asks for is not: the interpreter of its first line (#!, perhaps with a carriage return at its end) or the ELF loader, inside the root",
  },
  {
    id: "exec-format",
    ops: ["exec"],
    errnos: ["ENOEXEC"],
    text: "it is neither a script that begins with #! nor built for this machine: the image may be of another architecture",
  },
  {
    id: "interpreter-not-executable",
    ops: ["exec"],
    errnos: ["EACCES"],
    text: "the program, the interpreter of its first line and the ELF loader all need x and a mount without noexec",
  },
  {
    id: "exec-denied",
    ops: ["exec"],
    errnos: ["EPERM"],
    text: "a security module, the seccomp profile or file capabilities that the bounding set lacks keep it from being executed",
  },
  {
    id: "arguments-too-long",
    ops: ["exec"],
    errnos: ["E2BIG"],
    text: "arguments and environment together are limited to a quarter of RLIMIT_STACK, each of them to 128 KiB",
  },
  {
    id: "cwd-untraversable",
    ops: ["cwd"],
    errnos: ["EACCES"],
    text: "process.cwd is entered as the process' user, for whom each directory on the way needs x",
  },
  {
    id: "cwd-not-directory",
    ops: ["cwd"],
    errnos: ["ENOTDIR", "ENOENT", "EEXIST"],
    text: "process.cwd is inside the root; directories that are missing are made, but a file or a dangling link is in the way",
  },
  {
    id: "user-not-mapped",
    ops: ["user", "become", "chown-stdio"],
    // Only of ids without a mapping; exec does not know the container's configuration.
    errnos: ["EINVAL", "EOVERFLOW"],
    text: "each id of process.user needs a line in linux.uidMappings or gidMappings",
  },
  {
    id: "setgroups-denied",
    ops: ["user"],
    errnos: ["EPERM"],
    when: ({ call }) => call === "setgroups",
    text: "a user namespace whose group map was written without CAP_SETGID denies setgroups: leave additionalGids out, or give the user ranges in /etc/subgid",
  },
  {
    id: "nofile-above-limit",
    ops: RLIMITS,
    errnos: ["EPERM"],
    when: says(/NOFILE/),
    text: "a hard limit above the runtime's own (ulimit -Hn) needs CAP_SYS_RESOURCE on the host, and none goes beyond /proc/sys/fs/nr_open",
  },
  {
    id: "rlimit-raised",
    ops: RLIMITS,
    errnos: ["EPERM"],
    text: "a hard limit above the runtime's own needs CAP_SYS_RESOURCE on the host: lower it, or start the runtime with a higher one",
  },
  {
    id: "oom-score-lowered",
    ops: ["oom-score"],
    errnos: ["EACCES", "EPERM"],
    text: "a score below the runtime's own /proc/self/oom_score_adj needs CAP_SYS_RESOURCE on the host",
  },
  {
    id: "priority-raised",
    ops: ["scheduler", "ioprio"],
    errnos: ["EPERM"],
    text: "realtime and deadline policies, nice values below the own one and the realtime I/O class need CAP_SYS_NICE on the host",
  },
  {
    id: "realtime-group",
    ops: ["scheduler"],
    errnos: ["EINVAL", "EBUSY"],
    text: "the kernel does not take this policy with these values; deadline needs runtime, deadline and period that the CPUs still have",
  },
  {
    id: "memory-policy-nodes",
    ops: ["memory-policy"],
    errnos: ["EINVAL"],
    text: "the nodes must be online (/sys/devices/system/node/online), and the kernel must know the mode with these flags",
  },
  {
    id: "processes-used-up",
    ops: null,
    errnos: ["EAGAIN"],
    when: ({ call }) => call === "clone3" || call === "fork",
    text: "the user's RLIMIT_NPROC, /proc/sys/kernel/pid_max or pids.max of a cgroup around the runtime is reached",
  },
  {
    id: "descriptors-used-up",
    ops: null,
    errnos: ["EMFILE", "ENFILE"],
    text: "more descriptors are open than RLIMIT_NOFILE (ulimit -n) or /proc/sys/fs/file-max allow",
  },
  {
    id: "keys-used-up",
    ops: ["keyring"],
    errnos: ["EDQUOT", "ENOSYS", "EPERM", "EACCES"],
    text: "--no-new-keyring keeps the caller's session keyring; the quota of keys is in /proc/sys/kernel/keys",
  },
  {
    id: "console-nobody-listens",
    ops: ["connect-console"],
    errnos: ["ENOENT", "ECONNREFUSED"],
    text: "somebody has to listen at the --console-socket before the container is made",
  },
  {
    id: "pid-file-directory",
    ops: ["pid-file"],
    errnos: ["ENOENT", "EACCES", "EROFS", "ENOTDIR"],
    text: "the directory of --pid-file must be there and writable",
  },
];
