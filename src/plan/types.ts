// What a plan is made from, and what it is. Data only.
import type { MemoryPolicy, Seccomp } from "../config/config.gen.ts";
import type { Op } from "../wire/ops.ts";
import type { RdtGroups } from "./rdt.ts";

/** A cgroup hierarchy that is mounted on the host. */
export interface Hierarchy {
  /** Mount point, e.g. `/sys/fs/cgroup/memory`. */
  readonly mount: string;
  readonly version: 1 | 2;
  /** Controllers here; for v2 those in cgroup.controllers of the mount's root. */
  readonly controllers: readonly string[];
  /** `name=` of a v1 hierarchy without controllers (`systemd`), else null. */
  readonly name: string | null;
  /** The runtime's own cgroup in it, from the mount point (`/`, `/user.slice/...`). */
  readonly own: string;
  /** Whether the runtime may make a cgroup in its own one (v1) or beside it (v2). */
  readonly writable: boolean;
}

/** systemd as the driver finds it. */
export interface SystemdFacts {
  /** Why it cannot be used, else null. */
  readonly failure: string | null;
  /** 252. */
  readonly version: number;
  /** The manager of the calling user instead of the system's. */
  readonly user: boolean;
  /** Where its controllers are. */
  readonly cgroup: 1 | 2;
  /** The manager's own cgroup, empty for the hierarchy's root. */
  readonly root: string;
  /** Major number to driver name, from /proc/devices. */
  readonly deviceGroups: {
    readonly c: Readonly<Record<string, string>>;
    readonly b: Readonly<Record<string, string>>;
  };
}

/** What is known about the host. Gathered by src/host by reads alone; fixed sheets in tests. */
export interface Facts {
  /** `uname -r`, with its first two numbers. */
  readonly kernel: { readonly release: string; readonly major: number; readonly minor: number };
  readonly euid: number;
  readonly egid: number;
  /** The runtime is in a user namespace that does not map every id to itself. */
  readonly inUserNamespace: boolean;
  /** Effective capabilities as a mask. */
  readonly capabilities: bigint;
  /** Highest capability number that the kernel knows. */
  readonly lastCapability: number;
  /** The subordinate id tools, absolute paths, or null when there is none. */
  readonly newuidmap: string | null;
  readonly newgidmap: string | null;
  readonly cgroup: {
    readonly mode: "v1" | "hybrid" | "v2" | "none";
    readonly hierarchies: readonly Hierarchy[];
    /** The names in /sys/kernel/cgroup/delegate, or the three that its absence means. */
    readonly delegate: readonly string[];
  };
  /** Namespace kinds that the kernel has (names of /proc/self/ns). */
  readonly namespaces: readonly string[];
  /** Inode of each of the runtime's own namespaces, by the name in /proc/self/ns. */
  readonly ownNamespaces: Readonly<Record<string, string>>;
  /** Page sizes with hugetlb control files, e.g. `2MB`. */
  readonly hugepages: readonly string[];
  /** Mount point of the resctrl file system (Intel RDT), or null. */
  readonly resctrl: string | null;
  /** Only when the systemd driver is asked for. */
  readonly systemd?: SystemdFacts;
  readonly apparmor: boolean;
  readonly selinux: boolean;
}

/** What the caller asked for on the command line, made absolute. */
export interface CreateRequest {
  readonly id: string;
  /** Absolute path of the bundle directory. */
  readonly bundle: string;
  /** Absolute path of the state root. */
  readonly root: string;
  readonly pidFile: string | null;
  readonly consoleSocket: string | null;
  /** Where a pidfd of init is sent. */
  readonly pidfdSocket?: string | null;
  readonly noPivot: boolean;
  readonly noNewKeyring: boolean;
  readonly preserveFds: number;
  readonly systemdCgroup: boolean;
  /** The container stays in the runtime's own cgroups, without limits. */
  readonly noCgroup: boolean;
  /** Whether cgroup permission errors are forgiven (rootless). */
  readonly rootless: boolean;
  /** The caller is a service that tells its manager when it is ready (NOTIFY_SOCKET). */
  readonly notify?: boolean;
  /** Variables that go behind those of the process: LISTEN_FDS and the like. */
  readonly extraEnv?: readonly string[];
}

/** What the caller of exec asked for, made absolute. */
export interface ExecRequest {
  readonly pidFile: string | null;
  readonly consoleSocket: string | null;
  /** Where a pidfd of the process is sent. */
  readonly pidfdSocket?: string | null;
  readonly noNewKeyring: boolean;
  readonly preserveFds: number;
  /** `--cgroup`: cgroups below the container's. */
  readonly cgroups?: readonly string[];
}

/** The container's cgroup in one hierarchy, as exec has to know it. */
export interface ExecCgroup {
  readonly mount: string;
  readonly path: string;
  readonly version: 1 | 2;
  /** Controllers, or `name=...` of a v1 hierarchy without. */
  readonly controllers: readonly string[];
  /** v2: where init itself is, below it. */
  readonly initPath: string | null;
}

/** A running container, as exec has to know it: from its state, and from /proc/PID/ns of init. */
export interface ExecContainer {
  readonly id: string;
  /** Absolute path of the root on the host. */
  readonly rootfs: string;
  /** Inode of each namespace of init, by the name in /proc/PID/ns; live. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** The cgroups that the process enters. */
  readonly cgroups: readonly ExecCgroup[];
  /** Its resctrl groups, or null. */
  readonly rdt: RdtGroups | null;
  /** Of the configuration it was created with, as what follows. */
  readonly memoryPolicy: MemoryPolicy | null;
  readonly seccomp: Seccomp | null;
  readonly personality: "LINUX" | "LINUX32" | null;
  /** false: its user namespace denies setgroups. */
  readonly setgroups: boolean;
  /** Annotation run.oci.keep_original_groups: the runtime's supplementary groups stay. */
  readonly keepGroups: boolean;
}

/** A place that a step comes from. */
export interface Origin {
  /** JSON pointer into config.json (`/mounts/0`), or null for what the runtime always does. */
  readonly pointer: string | null;
  /** Why the step is there when config.json does not say it, a few words. */
  readonly why: string;
}

/** Phases, for reading: each step belongs to one. */
export type Phase =
  | "prepare"
  | "namespaces"
  | "cgroup"
  | "mounts"
  | "devices"
  | "hooks"
  | "root"
  | "system"
  | "process"
  | "commit"
  | "start";

/** One step of a plan. */
export interface Step {
  readonly op: Op;
  readonly phase: Phase;
  readonly origin: Origin;
}

/** A finding that does not stop the container. */
export interface Warning {
  readonly pointer: string;
  readonly message: string;
}

/** What create will do, in order. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly warnings: readonly Warning[];
  /** Bytes that the plan itself computed (device programs), by blob name. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** Controller (or `unified`, or a v1 name) to the absolute directory of the container's cgroup. */
  readonly cgroupPaths: Readonly<Record<string, string>>;
}

/** Thrown by the planner: config.json asks for what cannot be done. */
export class PlanError extends Error {
  override readonly name = "PlanError";
  readonly pointer: string;
  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}
