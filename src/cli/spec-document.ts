// The configuration that `spec` writes: a shell in a read-only root with few capabilities. Pure.
import { SPEC_VERSION } from "./version.ts";

interface SpecMount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options?: readonly string[];
}

interface IdMapping {
  readonly containerID: number;
  readonly hostID: number;
  readonly size: number;
}

/** The parts of a configuration that `spec` writes. */
export interface SpecDocument {
  readonly ociVersion: string;
  readonly process: object;
  readonly root: { readonly path: string; readonly readonly: boolean };
  readonly hostname: string;
  readonly mounts: readonly SpecMount[];
  readonly linux: {
    readonly uidMappings?: readonly IdMapping[];
    readonly gidMappings?: readonly IdMapping[];
    readonly resources?: object;
    readonly namespaces: readonly { readonly type: string }[];
    readonly maskedPaths: readonly string[];
    readonly readonlyPaths: readonly string[];
  };
}

const CAPABILITIES = ["CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE"];

const PROCESS = {
  terminal: true,
  user: { uid: 0, gid: 0 },
  args: ["sh"],
  env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"],
  cwd: "/",
  capabilities: { bounding: CAPABILITIES, effective: CAPABILITIES, permitted: CAPABILITIES },
  rlimits: [{ type: "RLIMIT_NOFILE", hard: 1024, soft: 1024 }],
  noNewPrivileges: true,
};

const LOCKED = ["nosuid", "noexec", "nodev"];

const MOUNTS: readonly SpecMount[] = [
  { destination: "/proc", type: "proc", source: "proc" },
  {
    destination: "/dev",
    type: "tmpfs",
    source: "tmpfs",
    options: ["nosuid", "strictatime", "mode=755", "size=65536k"],
  },
  {
    destination: "/dev/pts",
    type: "devpts",
    source: "devpts",
    options: ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"],
  },
  {
    destination: "/dev/shm",
    type: "tmpfs",
    source: "shm",
    options: [...LOCKED, "mode=1777", "size=65536k"],
  },
  { destination: "/dev/mqueue", type: "mqueue", source: "mqueue", options: LOCKED },
  { destination: "/sys", type: "sysfs", source: "sysfs", options: [...LOCKED, "ro"] },
  {
    destination: "/sys/fs/cgroup",
    type: "cgroup",
    source: "cgroup",
    options: [...LOCKED, "relatime", "ro"],
  },
];

const MASKED = [
  "/proc/acpi",
  "/proc/asound",
  "/proc/kcore",
  "/proc/keys",
  "/proc/latency_stats",
  "/proc/timer_list",
  "/proc/timer_stats",
  "/proc/sched_debug",
  "/sys/firmware",
  "/proc/scsi",
];

const READ_ONLY = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

/**
 * The configuration for root.
 *
 * @param cgroup2 - the host has only cgroup v2: a cgroup namespace then hides the host's tree
 */
export function defaultConfig(cgroup2: boolean): SpecDocument {
  const namespaces = ["pid", "network", "ipc", "uts", "mount", ...(cgroup2 ? ["cgroup"] : [])];
  return {
    ociVersion: SPEC_VERSION,
    process: PROCESS,
    root: { path: "rootfs", readonly: true },
    hostname: "tsrun",
    mounts: MOUNTS,
    linux: {
      resources: { devices: [{ allow: false, access: "rwm" }] },
      namespaces: namespaces.map((type) => ({ type })),
      maskedPaths: MASKED,
      readonlyPaths: READ_ONLY,
    },
  };
}

/**
 * The same for a user without privileges: a user namespace with that one user as root, the host's
 * network (a new one would have no way out), and nothing that needs more ids or cgroups.
 */
export function rootlessConfig(config: SpecDocument, euid: number, egid: number): SpecDocument {
  const kept = config.linux.namespaces.filter(({ type }) => type !== "network" && type !== "user");
  const { namespaces: _, resources: __, ...linux } = config.linux;
  return {
    ...config,
    mounts: config.mounts.map(withoutPrivileges),
    linux: {
      uidMappings: [{ containerID: 0, hostID: euid, size: 1 }],
      gidMappings: [{ containerID: 0, hostID: egid, size: 1 }],
      namespaces: [...kept, { type: "user" }],
      ...linux,
    },
  };
}

function withoutPrivileges(mount: SpecMount): SpecMount {
  // A new sysfs belongs to the owner of the network namespace, which is the host's here.
  if (mount.destination === "/sys") {
    return {
      destination: "/sys",
      type: "none",
      source: "/sys",
      options: ["rbind", ...LOCKED, "ro"],
    };
  }
  const { options } = mount;
  if (options === undefined) return mount;
  // Group 5 is not mapped.
  return { ...mount, options: options.filter((option) => !/^[ug]id=/.test(option)) };
}
