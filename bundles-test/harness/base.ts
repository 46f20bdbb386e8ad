// The configuration that each bundle changes: what engines usually ask for, without a terminal.
import type { Json } from "./json.ts";
import type { Place } from "./define.ts";

/** Capabilities that engines give by default. */
export const usualCapabilities: readonly string[] = [
  "CAP_CHOWN",
  "CAP_DAC_OVERRIDE",
  "CAP_FOWNER",
  "CAP_FSETID",
  "CAP_KILL",
  "CAP_NET_BIND_SERVICE",
  "CAP_SETFCAP",
  "CAP_SETGID",
  "CAP_SETPCAP",
  "CAP_SETUID",
  "CAP_SYS_CHROOT",
];

/** Mounts of a usual configuration, without a cgroup mount. */
export const usualMounts: readonly Json[] = [
  { destination: "/proc", type: "proc", source: "proc", options: ["nosuid", "noexec", "nodev"] },
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
    options: ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"],
  },
  {
    destination: "/dev/mqueue",
    type: "mqueue",
    source: "mqueue",
    options: ["nosuid", "noexec", "nodev"],
  },
  {
    destination: "/sys",
    type: "sysfs",
    source: "sysfs",
    options: ["nosuid", "noexec", "nodev", "ro"],
  },
];

/** A namespace entry, new or of a path. */
export function namespace(type: string, path?: string): Json {
  return path === undefined ? { type } : { type, path };
}

/** The five namespaces that engines make. */
export const usualNamespaces: readonly Json[] = ["pid", "network", "ipc", "uts", "mount"].map(
  (type) => namespace(type),
);

/** The base configuration of a bundle at a place. */
export function baseConfig(place: Place): Json {
  return {
    ociVersion: "1.0.2",
    process: {
      terminal: false,
      user: { uid: 0, gid: 0 },
      args: ["true"],
      env: ["PATH=/bin", "TERM=dumb"],
      cwd: "/",
      capabilities: {
        bounding: usualCapabilities,
        effective: usualCapabilities,
        permitted: usualCapabilities,
      },
      noNewPrivileges: true,
    },
    root: { path: "rootfs" },
    hostname: "box",
    mounts: usualMounts,
    linux: {
      cgroupsPath: `/${place.id}`,
      resources: { devices: [{ allow: false, access: "rwm" }] },
      namespaces: usualNamespaces,
      maskedPaths: ["/proc/kcore", "/proc/timer_list", "/proc/scsi", "/sys/firmware"],
      readonlyPaths: ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"],
    },
  };
}

/** A process that runs a shell script, with further members of `process`. */
export function script(text: string, more: Json = {}): Json {
  return { ...more, args: ["sh", "-c", text] };
}
