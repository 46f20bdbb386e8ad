// Generated from spec/config.schema.json by scripts/generate.mjs.
/**
 * The sixteen names of getrlimit(2) that Linux has.
 */
export type RlimitType =
  | "RLIMIT_AS"
  | "RLIMIT_CORE"
  | "RLIMIT_CPU"
  | "RLIMIT_DATA"
  | "RLIMIT_FSIZE"
  | "RLIMIT_LOCKS"
  | "RLIMIT_MEMLOCK"
  | "RLIMIT_MSGQUEUE"
  | "RLIMIT_NICE"
  | "RLIMIT_NOFILE"
  | "RLIMIT_NPROC"
  | "RLIMIT_RSS"
  | "RLIMIT_RTPRIO"
  | "RLIMIT_RTTIME"
  | "RLIMIT_SIGPENDING"
  | "RLIMIT_STACK";
/**
 * Policies of sched(7). No mainline kernel has SCHED_ISO.
 */
export type SchedulerPolicy =
  | "SCHED_OTHER"
  | "SCHED_FIFO"
  | "SCHED_RR"
  | "SCHED_BATCH"
  | "SCHED_ISO"
  | "SCHED_IDLE"
  | "SCHED_DEADLINE";
/**
 * Bits of sched_flags in struct sched_attr.
 */
export type SchedulerFlag =
  | "SCHED_FLAG_RESET_ON_FORK"
  | "SCHED_FLAG_RECLAIM"
  | "SCHED_FLAG_DL_OVERRUN"
  | "SCHED_FLAG_KEEP_POLICY"
  | "SCHED_FLAG_KEEP_PARAMS"
  | "SCHED_FLAG_UTIL_CLAMP_MIN"
  | "SCHED_FLAG_UTIL_CLAMP_MAX";
/**
 * Classes of ioprio_set(2).
 */
export type IoPriorityClass = "IOPRIO_CLASS_RT" | "IOPRIO_CLASS_BE" | "IOPRIO_CLASS_IDLE";
/**
 * Kinds of namespaces(7).
 */
export type NamespaceType =
  "mount" | "pid" | "network" | "uts" | "ipc" | "user" | "cgroup" | "time";
/**
 * Kinds of device nodes.
 */
export type DeviceType = "c" | "b" | "u" | "p";
/**
 * Words of mount(8); the forms with r also change what is mounted below.
 */
export type Propagation =
  "private" | "shared" | "slave" | "unbindable" | "rprivate" | "rshared" | "rslave" | "runbindable";
/**
 * Actions of seccomp(2); SCMP_ACT_KILL is SCMP_ACT_KILL_THREAD.
 */
export type SeccompAction =
  | "SCMP_ACT_KILL"
  | "SCMP_ACT_KILL_PROCESS"
  | "SCMP_ACT_KILL_THREAD"
  | "SCMP_ACT_TRAP"
  | "SCMP_ACT_ERRNO"
  | "SCMP_ACT_TRACE"
  | "SCMP_ACT_ALLOW"
  | "SCMP_ACT_LOG"
  | "SCMP_ACT_NOTIFY";
/**
 * Architectures by the names of libseccomp.
 */
export type SeccompArch =
  | "SCMP_ARCH_X86"
  | "SCMP_ARCH_X86_64"
  | "SCMP_ARCH_X32"
  | "SCMP_ARCH_ARM"
  | "SCMP_ARCH_AARCH64"
  | "SCMP_ARCH_LOONGARCH64"
  | "SCMP_ARCH_M68K"
  | "SCMP_ARCH_MIPS"
  | "SCMP_ARCH_MIPS64"
  | "SCMP_ARCH_MIPS64N32"
  | "SCMP_ARCH_MIPSEL"
  | "SCMP_ARCH_MIPSEL64"
  | "SCMP_ARCH_MIPSEL64N32"
  | "SCMP_ARCH_PPC"
  | "SCMP_ARCH_PPC64"
  | "SCMP_ARCH_PPC64LE"
  | "SCMP_ARCH_S390"
  | "SCMP_ARCH_S390X"
  | "SCMP_ARCH_SH"
  | "SCMP_ARCH_SHEB"
  | "SCMP_ARCH_PARISC"
  | "SCMP_ARCH_PARISC64"
  | "SCMP_ARCH_RISCV64";
/**
 * Flags of SECCOMP_SET_MODE_FILTER.
 */
export type SeccompFlag =
  | "SECCOMP_FILTER_FLAG_TSYNC"
  | "SECCOMP_FILTER_FLAG_LOG"
  | "SECCOMP_FILTER_FLAG_SPEC_ALLOW"
  | "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV";
/**
 * Not equal, less, less or equal, equal, greater or equal, greater, equal after masking.
 */
export type SeccompOperator =
  | "SCMP_CMP_NE"
  | "SCMP_CMP_LT"
  | "SCMP_CMP_LE"
  | "SCMP_CMP_EQ"
  | "SCMP_CMP_GE"
  | "SCMP_CMP_GT"
  | "SCMP_CMP_MASKED_EQ";
/**
 * Modes of set_mempolicy(2).
 */
export type MemoryPolicyMode =
  | "MPOL_DEFAULT"
  | "MPOL_BIND"
  | "MPOL_INTERLEAVE"
  | "MPOL_WEIGHTED_INTERLEAVE"
  | "MPOL_PREFERRED"
  | "MPOL_PREFERRED_MANY"
  | "MPOL_LOCAL";
/**
 * Mode flags of set_mempolicy(2).
 */
export type MemoryPolicyFlag =
  "MPOL_F_NUMA_BALANCING" | "MPOL_F_RELATIVE_NODES" | "MPOL_F_STATIC_NODES";

/**
 * config.json of an OCI bundle, runtime-spec 1.3.0, as a Linux runtime reads it. Unknown properties are allowed everywhere. A property that is null and optional counts as absent; that is settled before this schema is applied.
 */
export interface Config {
  /**
   * Version of the runtime specification that the bundle was written for. Major 1 is understood; a minor above 3 is a warning.
   */
  readonly ociVersion: string;
  /**
   * Where the container's root filesystem lies and whether it may be written.
   */
  readonly root: Root;
  /**
   * The program of the container. May be absent at create; start needs it. Default: none.
   */
  readonly process?: Process;
  /**
   * Host name inside, at most 64 bytes: sethostname(2). Needs a UTS namespace. Default: that of the namespace.
   */
  readonly hostname?: string;
  /**
   * Domain name inside, at most 64 bytes: setdomainname(2), /proc/sys/kernel/domainname. Needs a UTS namespace. Default: that of the namespace.
   */
  readonly domainname?: string;
  /**
   * Filesystems to mount, in this order, after the root. Default: none.
   */
  readonly mounts?: readonly Mount[];
  /**
   * Programs to run at points of the container's life. Default: none.
   */
  readonly hooks?: Hooks;
  /**
   * Free-form labels, repeated in the state document. Default: none.
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * What only Linux has: namespaces, cgroups, devices, seccomp and the like. Default: nothing of it.
   */
  readonly linux?: Linux;
}
/**
 * The root filesystem.
 */
export interface Root {
  /**
   * Directory of the root filesystem, absolute or relative to the bundle.
   */
  readonly path: string;
  /**
   * Whether the root mount gets MOUNT_ATTR_RDONLY: mount_setattr(2). Default: false.
   */
  readonly readonly?: boolean;
}
/**
 * A program with its credentials, limits and surroundings; also the document that exec reads.
 */
export interface Process {
  /**
   * Whether stdin, stdout and stderr are a new pseudoterminal: pts(4). Default: false.
   */
  readonly terminal?: boolean;
  /**
   * Size of the pseudoterminal: ioctl TIOCSWINSZ. Ignored without terminal. Default: the kernel's 0 by 0.
   */
  readonly consoleSize?: ConsoleSize;
  /**
   * Ids of the program. Default: uid 0, gid 0, no supplementary groups.
   */
  readonly user?: User;
  /**
   * argv of execve(2). The first names the program, looked up in PATH of env when it has no slash. Default: none; the container can then be created but not started.
   */
  readonly args?: readonly string[];
  /**
   * Of other platforms; has no effect here. Default: none.
   */
  readonly commandLine?: string;
  /**
   * envp of execve(2), exactly. Default: empty.
   */
  readonly env?: readonly string[];
  /**
   * Absolute path inside the container: chdir(2). It is made when it is not there.
   */
  readonly cwd: string;
  /**
   * The five capability sets: capset(2), prctl PR_CAPBSET_DROP and PR_CAP_AMBIENT. Default: five empty sets.
   */
  readonly capabilities?: Capabilities;
  /**
   * Limits of the process: prlimit(2). A kind that is not listed is left as the caller has it. Default: none.
   */
  readonly rlimits?: readonly Rlimit[];
  /**
   * Whether execve(2) can no longer give privileges: prctl PR_SET_NO_NEW_PRIVS. Default: false.
   */
  readonly noNewPrivileges?: boolean;
  /**
   * Profile that the program is executed under: /proc/thread-self/attr/apparmor/exec. Default: unchanged.
   */
  readonly apparmorProfile?: string;
  /**
   * Context that the program is executed in: /proc/thread-self/attr/exec. Default: unchanged.
   */
  readonly selinuxLabel?: string;
  /**
   * Bias of the out-of-memory killer, -1000 (never) to 1000: /proc/self/oom_score_adj. Default: unchanged.
   */
  readonly oomScoreAdj?: number;
  /**
   * Scheduling policy: sched_setattr(2). Default: unchanged.
   */
  readonly scheduler?: Scheduler;
  /**
   * Priority in the block layer, for the process group: ioprio_set(2). Default: unchanged.
   */
  readonly ioPriority?: IoPriority;
  /**
   * CPUs for a process that exec adds to a container: sched_setaffinity(2). Has no effect on the first process. Default: the CPUs that the runtime may use.
   */
  readonly execCPUAffinity?: ExecAffinity;
}
/**
 * Size of a terminal: struct winsize, 16 bits each.
 */
export interface ConsoleSize {
  /**
   * Rows of characters: ws_row of ioctl TIOCSWINSZ.
   */
  readonly height: number;
  /**
   * Columns of characters: ws_col of ioctl TIOCSWINSZ.
   */
  readonly width: number;
}
/**
 * Ids inside the container. Names are not looked up.
 */
export interface User {
  /**
   * setresuid(2). Must be mapped when there is a user namespace.
   */
  readonly uid: number;
  /**
   * setresgid(2). Must be mapped when there is a user namespace.
   */
  readonly gid: number;
  /**
   * umask(2), permission bits as a decimal number (18 is 022). Default: the caller's.
   */
  readonly umask?: number;
  /**
   * setgroups(2). Default: none.
   *
   * Items: An unsigned 32-bit integer.
   */
  readonly additionalGids?: readonly number[];
  /**
   * Of other platforms; has no effect here. Default: none.
   */
  readonly username?: string;
}
/**
 * Names as capabilities(7) writes them (CAP_KILL). A set left out is empty; a name that is unknown or cannot be had is a warning.
 */
export interface Capabilities {
  /**
   * What execve(2) can give at most: prctl PR_CAPBSET_DROP takes the others away. Default: empty.
   */
  readonly bounding?: readonly string[];
  /**
   * What the process may make effective: capset(2). Default: empty.
   */
  readonly permitted?: readonly string[];
  /**
   * What the kernel checks: capset(2). Default: empty.
   */
  readonly effective?: readonly string[];
  /**
   * What passes an execve(2) of a file that has it inheritable too: capset(2). Default: empty.
   */
  readonly inheritable?: readonly string[];
  /**
   * What passes an execve(2) of a plain file: prctl PR_CAP_AMBIENT. Each must be permitted and inheritable. Default: empty.
   */
  readonly ambient?: readonly string[];
}
/**
 * One resource limit: struct rlimit64. 18446744073709551615 is no limit.
 */
export interface Rlimit {
  /**
   * Name of the resource; each at most once.
   */
  readonly type: RlimitType;
  /**
   * rlim_cur, in the unit of the kind; at most the hard limit.
   */
  readonly soft: bigint;
  /**
   * rlim_max, in the unit of the kind. Raising it needs CAP_SYS_RESOURCE.
   */
  readonly hard: bigint;
}
/**
 * struct sched_attr of sched_setattr(2).
 */
export interface Scheduler {
  /**
   * sched_policy: sched(7).
   */
  readonly policy: SchedulerPolicy;
  /**
   * sched_nice, -20 (most favoured) to 19. Default: 0.
   */
  readonly nice?: number;
  /**
   * sched_priority, 1 to 99, of SCHED_FIFO and SCHED_RR only. Default: 0.
   */
  readonly priority?: number;
  /**
   * Bits of sched_flags. Default: none.
   */
  readonly flags?: readonly SchedulerFlag[];
  /**
   * sched_runtime in nanoseconds, of SCHED_DEADLINE only. Default: 0.
   */
  readonly runtime?: bigint;
  /**
   * sched_deadline in nanoseconds, of SCHED_DEADLINE only. Default: 0.
   */
  readonly deadline?: bigint;
  /**
   * sched_period in nanoseconds, of SCHED_DEADLINE only. Default: 0, which the kernel takes as the deadline.
   */
  readonly period?: bigint;
}
/**
 * Class and level of ioprio_set(2).
 */
export interface IoPriority {
  /**
   * Real-time, best effort or idle.
   */
  readonly class: IoPriorityClass;
  /**
   * 0 (highest) to 7 (lowest).
   */
  readonly priority: number;
}
/**
 * CPU lists for processes that exec adds.
 */
export interface ExecAffinity {
  /**
   * CPUs before the process enters the container's cgroup, e.g. 0-3,7. Default: unchanged.
   */
  readonly initial?: string;
  /**
   * CPUs after it. Default: unchanged.
   */
  readonly final?: string;
}
/**
 * One filesystem: fsopen(2) and fsmount(2), or open_tree(2) for a bind mount, then move_mount(2).
 */
export interface Mount {
  /**
   * Mount point inside the container, made when it is not there. A relative one is taken from / and is a warning.
   */
  readonly destination: string;
  /**
   * Device or word that the filesystem understands; for a bind mount a path, absolute or relative to the bundle. Default: none.
   */
  readonly source?: string;
  /**
   * As in /proc/filesystems. Has no meaning for a bind mount. Default: none.
   */
  readonly type?: string;
  /**
   * Words of mount(8). Known ones become flags and attributes, propagation or id mapping; the others are the filesystem's own. Default: none.
   */
  readonly options?: readonly string[];
  /**
   * Translation of owners: mount_setattr(2) with MOUNT_ATTR_IDMAP. Comes with gidMappings. Default: none.
   */
  readonly uidMappings?: readonly IdMapping[];
  /**
   * Translation of groups: mount_setattr(2) with MOUNT_ATTR_IDMAP. Comes with uidMappings. Default: none.
   */
  readonly gidMappings?: readonly IdMapping[];
}
/**
 * A range of ids, one line of /proc/PID/uid_map or gid_map: user_namespaces(7).
 */
export interface IdMapping {
  /**
   * First id of the range in the container.
   */
  readonly containerID: number;
  /**
   * The id that it is on the host.
   */
  readonly hostID: number;
  /**
   * Number of ids in the range, at least 1.
   */
  readonly size: number;
}
/**
 * Lists of programs by moment. Each list runs in order, one after the other. Default: empty lists.
 */
export interface Hooks {
  /**
   * In create, before createRuntime, in the runtime's namespaces. Deprecated. Default: none.
   */
  readonly prestart?: readonly Hook[];
  /**
   * In create, when namespaces and mounts exist and before pivot_root(2), in the runtime's namespaces. Default: none.
   */
  readonly createRuntime?: readonly Hook[];
  /**
   * In create, after createRuntime and before pivot_root(2), in the container's namespaces. Default: none.
   */
  readonly createContainer?: readonly Hook[];
  /**
   * In start, before the program, inside the container. Default: none.
   */
  readonly startContainer?: readonly Hook[];
  /**
   * In start, when the program runs, in the runtime's namespaces. Default: none.
   */
  readonly poststart?: readonly Hook[];
  /**
   * In delete, when the container is gone, in the runtime's namespaces. A failure is a warning. Default: none.
   */
  readonly poststop?: readonly Hook[];
}
/**
 * A program that reads the state document from stdin.
 */
export interface Hook {
  /**
   * Absolute path of the program: execve(2), no search in PATH.
   */
  readonly path: string;
  /**
   * The whole argv, with argv[0]. Default: the path alone.
   */
  readonly args?: readonly string[];
  /**
   * The whole environment. Default: empty.
   */
  readonly env?: readonly string[];
  /**
   * In seconds; a hook that runs longer is killed and has failed. Default: none.
   */
  readonly timeout?: number;
}
/**
 * The part of the configuration that is Linux's own.
 */
export interface Linux {
  /**
   * Namespaces to make or to join: namespaces(7). A type that is not listed is the runtime's. Default: none.
   */
  readonly namespaces?: readonly Namespace[];
  /**
   * /proc/PID/uid_map of the new user namespace. Default: none.
   */
  readonly uidMappings?: readonly IdMapping[];
  /**
   * /proc/PID/gid_map of the new user namespace. Default: none.
   */
  readonly gidMappings?: readonly IdMapping[];
  /**
   * Shift of the clocks in the new time namespace: /proc/self/timens_offsets. Default: none.
   */
  readonly timeOffsets?: TimeOffsets;
  /**
   * Device nodes inside, besides the usual ones: mknod(2), or a bind mount in a user namespace. Default: none.
   */
  readonly devices?: readonly Device[];
  /**
   * Interfaces that are moved into the container's network namespace (rtnetlink(7), RTM_SETLINK), by their name outside. Default: none.
   */
  readonly netDevices?: Readonly<Record<string, NetDevice>>;
  /**
   * Absolute: from the cgroup mount point. Relative: below the runtime's own place. For the systemd driver slice:prefix:name. Default: made from the container's id.
   */
  readonly cgroupsPath?: string;
  /**
   * Limits of the cgroup: cgroups(7). Default: none.
   */
  readonly resources?: Resources;
  /**
   * Propagation of the root mount: mount(2) with MS_SHARED and the like. Default: rprivate.
   */
  readonly rootfsPropagation?: Propagation;
  /**
   * System call filter: seccomp(2). Default: none.
   */
  readonly seccomp?: Seccomp;
  /**
   * Names of sysctl(8), with dots or slashes, to values: /proc/sys. Only those of namespaces that the container has for itself. Default: none.
   */
  readonly sysctl?: Readonly<Record<string, string>>;
  /**
   * Absolute paths inside that cannot be read: /dev/null over a file, an empty read-only tmpfs over a directory. Default: none.
   *
   * Items: A path that begins with a slash.
   */
  readonly maskedPaths?: readonly string[];
  /**
   * Absolute paths inside that cannot be written: a read-only bind mount of each on itself. Default: none.
   *
   * Items: A path that begins with a slash.
   */
  readonly readonlyPaths?: readonly string[];
  /**
   * SELinux context of the mounts, the option context= of mount(8). Without SELinux it is a warning. Default: none.
   */
  readonly mountLabel?: string;
  /**
   * Cache and memory bandwidth shares: the resctrl filesystem. Default: none.
   */
  readonly intelRdt?: IntelRdt;
  /**
   * NUMA policy of the program: set_mempolicy(2). Default: unchanged.
   */
  readonly memoryPolicy?: MemoryPolicy;
  /**
   * Execution domain: personality(2). Default: unchanged.
   */
  readonly personality?: Personality;
}
/**
 * A namespace to make, or with a path to join: clone3(2), setns(2). Each type at most once.
 */
export interface Namespace {
  /**
   * The kind of namespace.
   */
  readonly type: NamespaceType;
  /**
   * Absolute path of a namespace file of that kind on the host, e.g. /proc/1/ns/net. Default, or empty: a new namespace.
   */
  readonly path?: string;
}
/**
 * Clocks of time_namespaces(7).
 */
export interface TimeOffsets {
  /**
   * Shift of CLOCK_BOOTTIME. Default: 0.
   */
  readonly boottime?: TimeOffset;
  /**
   * Shift of CLOCK_MONOTONIC. Default: 0.
   */
  readonly monotonic?: TimeOffset;
}
/**
 * What is added to a clock.
 */
export interface TimeOffset {
  /**
   * Whole seconds, in /proc/PID/timens_offsets. Default: 0.
   */
  readonly secs?: bigint;
  /**
   * Below a second. Default: 0.
   */
  readonly nanosecs?: number;
}
/**
 * A device node or a FIFO: mknod(2).
 */
export interface Device {
  /**
   * Character (c, or u for unbuffered), block (b) or FIFO (p).
   */
  readonly type: DeviceType;
  /**
   * Where it is inside; missing directories are made.
   */
  readonly path: string;
  /**
   * Needed unless the type is p. Default: none.
   */
  readonly major?: number;
  /**
   * Needed unless the type is p. Default: none.
   */
  readonly minor?: number;
  /**
   * Permission bits as a decimal number (438 is 0666): chmod(2). A file type in the upper bits, as in st_mode, has no effect. Default: 438.
   */
  readonly fileMode?: number;
  /**
   * User id inside: chown(2). Default: 0.
   */
  readonly uid?: number;
  /**
   * Group id inside: chown(2). Default: 0.
   */
  readonly gid?: number;
}
/**
 * An interface that the container gets.
 */
export interface NetDevice {
  /**
   * May be a template such as eth%d, of which the kernel picks the number. Default: as outside.
   */
  readonly name?: string;
}
/**
 * Limits of the container's cgroup, given as for cgroup v1 and converted for v2 where that is possible.
 */
export interface Resources {
  /**
   * Which devices may be used, in order, the last match wins: v1 devices.allow and devices.deny, v2 a BPF program. Default: none but the usual devices.
   */
  readonly devices?: readonly DeviceRule[];
  /**
   * The memory controller. Default: unchanged.
   */
  readonly memory?: Memory;
  /**
   * The cpu and cpuset controllers. Default: unchanged.
   */
  readonly cpu?: Cpu;
  /**
   * The blkio controller of v1, io of v2. Default: unchanged.
   */
  readonly blockIO?: BlockIO;
  /**
   * The hugetlb controller, each page size at most once. Default: unchanged.
   */
  readonly hugepageLimits?: readonly HugepageLimit[];
  /**
   * The net_cls and net_prio controllers of v1. Default: unchanged.
   */
  readonly network?: Network;
  /**
   * The pids controller. Default: unchanged.
   */
  readonly pids?: Pids;
  /**
   * rdma.max: limits by device name. Default: unchanged.
   */
  readonly rdma?: Readonly<Record<string, Rdma>>;
  /**
   * Files of the v2 cgroup to what is written to them. A key is a plain file name. Default: none.
   */
  readonly unified?: Readonly<Record<string, string>>;
}
/**
 * One rule of the device list.
 */
export interface DeviceRule {
  /**
   * true allows, false denies.
   */
  readonly allow: boolean;
  /**
   * Character (c), block (b) or all (a). Default: a.
   */
  readonly type?: "a" | "b" | "c";
  /**
   * Default: every one.
   */
  readonly major?: number;
  /**
   * Default: every one.
   */
  readonly minor?: number;
  /**
   * Letters r (read), w (write), m (mknod). Default: all three.
   */
  readonly access?: string;
}
/**
 * Amounts in bytes; -1 is no limit.
 */
export interface Memory {
  /**
   * In bytes: v1 memory.limit_in_bytes, v2 memory.max. Default: not written.
   */
  readonly limit?: bigint;
  /**
   * In bytes: v1 memory.soft_limit_in_bytes, v2 memory.low. Default: not written.
   */
  readonly reservation?: bigint;
  /**
   * Limit of the sum, in bytes: v1 memory.memsw.limit_in_bytes; v2 memory.swap.max gets the difference to limit. Default: not written.
   */
  readonly swap?: bigint;
  /**
   * In bytes. Ignored with a warning: kernels no longer have it. Default: none.
   */
  readonly kernel?: bigint;
  /**
   * In bytes. Ignored with a warning. Default: none.
   */
  readonly kernelTCP?: bigint;
  /**
   * 0 to 100: v1 memory.swappiness; v2 has no such file. Default: not written.
   */
  readonly swappiness?: bigint;
  /**
   * v1 memory.oom_control; v2 has no such file. Default: false.
   */
  readonly disableOOMKiller?: boolean;
  /**
   * v1 memory.use_hierarchy; v2 always does. Default: not written.
   */
  readonly useHierarchy?: boolean;
  /**
   * Whether a new limit below what is in use is refused. Default: false.
   */
  readonly checkBeforeUpdate?: boolean;
}
/**
 * Shares, bandwidth and places of the cpu and cpuset controllers. Default of each: unchanged.
 */
export interface Cpu {
  /**
   * Relative weight: v1 cpu.shares, v2 cpu.weight after conversion. Default: not written.
   */
  readonly shares?: bigint;
  /**
   * Microseconds of CPU time in a period, -1 for no limit: v1 cpu.cfs_quota_us, v2 cpu.max. Default: not written.
   */
  readonly quota?: bigint;
  /**
   * Microseconds that may be saved up, at most a positive quota: v1 cpu.cfs_burst_us, v2 cpu.max.burst. Default: not written.
   */
  readonly burst?: bigint;
  /**
   * In microseconds: v1 cpu.cfs_period_us, v2 cpu.max. Default: not written.
   */
  readonly period?: bigint;
  /**
   * Microseconds in a real-time period: v1 cpu.rt_runtime_us; v2 has no such file. Default: not written.
   */
  readonly realtimeRuntime?: bigint;
  /**
   * In microseconds: v1 cpu.rt_period_us; v2 has no such file. Default: not written.
   */
  readonly realtimePeriod?: bigint;
  /**
   * A list such as 0-3,7: cpuset.cpus. Default: not written.
   */
  readonly cpus?: string;
  /**
   * A list such as 0-3,7: cpuset.mems. Default: not written.
   */
  readonly mems?: string;
  /**
   * 1 gives the whole cgroup the weight of SCHED_IDLE: cpu.idle. Default: not written.
   */
  readonly idle?: number;
}
/**
 * Weights and rates of block devices. Default of each: unchanged.
 */
export interface BlockIO {
  /**
   * v1 blkio.weight or blkio.bfq.weight, v2 io.bfq.weight or io.weight. Default: not written.
   */
  readonly weight?: number;
  /**
   * v1 blkio.leaf_weight; v2 has no such file. Default: not written.
   */
  readonly leafWeight?: number;
  /**
   * v1 blkio.weight_device and the like, v2 a line of io.bfq.weight or io.weight. Default: none.
   */
  readonly weightDevice?: readonly WeightDevice[];
  /**
   * In bytes per second: v1 blkio.throttle.read_bps_device, v2 io.max rbps. Default: none.
   */
  readonly throttleReadBpsDevice?: readonly ThrottleDevice[];
  /**
   * In bytes per second: v1 blkio.throttle.write_bps_device, v2 io.max wbps. Default: none.
   */
  readonly throttleWriteBpsDevice?: readonly ThrottleDevice[];
  /**
   * In operations per second: v1 blkio.throttle.read_iops_device, v2 io.max riops. Default: none.
   */
  readonly throttleReadIOPSDevice?: readonly ThrottleDevice[];
  /**
   * In operations per second: v1 blkio.throttle.write_iops_device, v2 io.max wiops. Default: none.
   */
  readonly throttleWriteIOPSDevice?: readonly ThrottleDevice[];
}
/**
 * Weights of one block device; at least one of the two.
 */
export interface WeightDevice {
  /**
   * Of the block device.
   */
  readonly major: number;
  /**
   * Of the block device.
   */
  readonly minor: number;
  /**
   * As blockIO.weight, for this device. Default: not written.
   */
  readonly weight?: number;
  /**
   * As blockIO.leafWeight, for this device. Default: not written.
   */
  readonly leafWeight?: number;
}
/**
 * A rate of one block device.
 */
export interface ThrottleDevice {
  /**
   * Of the block device.
   */
  readonly major: number;
  /**
   * Of the block device.
   */
  readonly minor: number;
  /**
   * Bytes or operations per second; 0 takes the limit away.
   */
  readonly rate: bigint;
}
/**
 * Limit of one page size; of reservations where the kernel counts them, else of page faults.
 */
export interface HugepageLimit {
  /**
   * As in the name of the control file, base 1024: 2MB, 1GB.
   */
  readonly pageSize: string;
  /**
   * In bytes: hugetlb.SIZE.rsvd.limit_in_bytes of v1, hugetlb.SIZE.rsvd.max of v2.
   */
  readonly limit: bigint;
}
/**
 * Classes and priorities of packets. v2 has no such files.
 */
export interface Network {
  /**
   * net_cls.classid. Default: not written.
   */
  readonly classID?: number;
  /**
   * net_prio.ifpriomap. Default: none.
   */
  readonly priorities?: readonly InterfacePriority[];
}
/**
 * A line of net_prio.ifpriomap.
 */
export interface InterfacePriority {
  /**
   * Name in the runtime's network namespace.
   */
  readonly name: string;
  /**
   * Of packets that leave through it.
   */
  readonly priority: number;
}
/**
 * The pids controller.
 */
export interface Pids {
  /**
   * Number of tasks, -1 for no limit, 0 for none at all: pids.max. Default: unchanged.
   */
  readonly limit?: bigint;
}
/**
 * Limits of one device; at least one of the two.
 */
export interface Rdma {
  /**
   * hca_handle of rdma.max. Default: no limit.
   */
  readonly hcaHandles?: number;
  /**
   * hca_object of rdma.max. Default: no limit.
   */
  readonly hcaObjects?: number;
}
/**
 * A filter of system calls.
 */
export interface Seccomp {
  /**
   * For system calls that no rule matches.
   */
  readonly defaultAction: SeccompAction;
  /**
   * Number returned by the default action when it is SCMP_ACT_ERRNO or SCMP_ACT_TRACE. Default: 1, EPERM.
   */
  readonly defaultErrnoRet?: number;
  /**
   * Architectures that the rules hold for besides the native one. Default: none.
   */
  readonly architectures?: readonly SeccompArch[];
  /**
   * Flags of seccomp(2). Default: none.
   */
  readonly flags?: readonly SeccompFlag[];
  /**
   * Path of a stream socket, unix(7), that gets the notification descriptor when an action is SCMP_ACT_NOTIFY. Default: none.
   */
  readonly listenerPath?: string;
  /**
   * Handed to the listener as it is. Needs listenerPath. Default: none.
   */
  readonly listenerMetadata?: string;
  /**
   * Actions by system call. Default: none.
   */
  readonly syscalls?: readonly SeccompRule[];
}
/**
 * An action for some system calls.
 */
export interface SeccompRule {
  /**
   * System calls by name. One that an architecture does not have is left out there.
   */
  readonly names: readonly string[];
  /**
   * What happens to the call.
   */
  readonly action: SeccompAction;
  /**
   * Number returned by SCMP_ACT_ERRNO, or handed to the tracer by SCMP_ACT_TRACE. Default: 1, EPERM.
   */
  readonly errnoRet?: number;
  /**
   * All of them must hold. Default: none.
   */
  readonly args?: readonly SeccompArg[];
}
/**
 * A comparison of one argument, as unsigned 64-bit numbers.
 */
export interface SeccompArg {
  /**
   * Which argument, from 0.
   */
  readonly index: number;
  /**
   * What it is compared with; the mask of SCMP_CMP_MASKED_EQ.
   */
  readonly value: bigint;
  /**
   * What the masked argument must be for SCMP_CMP_MASKED_EQ. Default: 0.
   */
  readonly valueTwo?: bigint;
  /**
   * The comparison.
   */
  readonly op: SeccompOperator;
}
/**
 * A group of the resctrl filesystem.
 */
export interface IntelRdt {
  /**
   * Directory of the group, a single name, or / for the default group. Default: the container's id.
   */
  readonly closID?: string;
  /**
   * Lines written to the group's schemata after the two below. Default: none.
   */
  readonly schemata?: readonly string[];
  /**
   * A line for schemata that begins with L3:. Default: none.
   */
  readonly l3CacheSchema?: string;
  /**
   * A line for schemata that begins with MB:. Default: none.
   */
  readonly memBwSchema?: string;
  /**
   * Whether a monitoring group mon_groups/ID is made. Default: false.
   */
  readonly enableMonitoring?: boolean;
}
/**
 * Arguments of set_mempolicy(2).
 */
export interface MemoryPolicy {
  /**
   * The policy: mode of set_mempolicy(2).
   */
  readonly mode: MemoryPolicyMode;
  /**
   * A list such as 0-3,7. Default: none.
   */
  readonly nodes?: string;
  /**
   * Or-ed into the mode. Default: none.
   */
  readonly flags?: readonly MemoryPolicyFlag[];
}
/**
 * Argument of personality(2).
 */
export interface Personality {
  /**
   * LINUX is PER_LINUX; LINUX32 is PER_LINUX32, which makes uname(2) name a 32-bit machine.
   */
  readonly domain: "LINUX" | "LINUX32";
  /**
   * None is defined yet, so the list must be empty. Default: empty.
   */
  readonly flags?: readonly string[];
}
