// The flags of the command table: those before the command, those that commands share, and the long
// lists.
import type { Flag } from "./types.ts";

/** How list and ps answer. */
export const FORMAT: Flag = {
  name: "format",
  alias: "f",
  type: "string",
  value: "table|json",
  default: "table",
  description: "how the answer is written",
};

/** Where the bundle is. */
export const BUNDLE: Flag = {
  name: "bundle",
  alias: "b",
  type: "string",
  value: "DIR",
  description: "the bundle: the directory of config.json (the current directory)",
};

/** Another configuration. */
export const CONFIG: Flag = {
  name: "config",
  alias: "f",
  type: "string",
  value: "FILE",
  description: "another configuration than the bundle's config.json",
};

const CONSOLE_SOCKET: Flag = {
  name: "console-socket",
  type: "string",
  value: "PATH",
  description: "AF_UNIX socket that is sent the master end of the terminal",
};

const PIDFD_SOCKET: Flag = {
  name: "pidfd-socket",
  type: "string",
  value: "PATH",
  description: "AF_UNIX socket that is sent a pidfd of the process",
};

const PID_FILE: Flag = {
  name: "pid-file",
  type: "string",
  value: "PATH",
  description: "file that the process id is written to",
};

const PRESERVE_FDS: Flag = {
  name: "preserve-fds",
  type: "int",
  value: "N",
  default: "0",
  description: "pass N descriptors, from 3 on, to the process",
};

const NO_PIVOT: Flag = {
  name: "no-pivot",
  type: "bool",
  description: "enter the root by a moved mount (for a root on a ramdisk)",
};

const NO_NEW_KEYRING: Flag = {
  name: "no-new-keyring",
  type: "bool",
  description: "keep the caller's session keyring",
};

/** run, restore and exec. */
export const DETACH: Flag = {
  name: "detach",
  alias: "d",
  type: "bool",
  description: "return as soon as the process runs",
};

/** run and restore. */
export const NO_SUBREAPER: Flag = {
  name: "no-subreaper",
  type: "bool",
  description: "do not adopt the container's orphans",
};

/** Flags of create, which run has too. */
export const CREATE_FLAGS: readonly Flag[] = [
  BUNDLE,
  CONFIG,
  CONSOLE_SOCKET,
  PIDFD_SOCKET,
  PID_FILE,
  NO_PIVOT,
  NO_NEW_KEYRING,
  PRESERVE_FDS,
];

/** Flags that stand before the command. */
export const GLOBAL_FLAGS: readonly Flag[] = [
  {
    name: "root",
    type: "string",
    value: "DIR",
    description:
      "where states of containers are kept (/run/tsrun; when not root $XDG_RUNTIME_DIR/tsrun)",
  },
  {
    name: "log",
    type: "string",
    value: "FILE",
    description: "file that errors and warnings are appended to",
  },
  {
    name: "log-format",
    type: "string",
    value: "text|json",
    default: "text",
    description: "how lines of the log are written",
  },
  { name: "debug", type: "bool", description: "show where an internal error was thrown" },
  {
    name: "systemd-cgroup",
    type: "bool",
    description: "let systemd make the cgroups (cgroupsPath is slice:prefix:name)",
  },
  {
    name: "cgroup-manager",
    type: "string",
    value: "NAME",
    description: "who makes the cgroups: cgroupfs, systemd, disabled (none are made)",
  },
  {
    name: "rootless",
    type: "string",
    value: "auto|true|false",
    default: "auto",
    description: "whether missing permission for cgroups is forgiven",
  },
  { name: "version", alias: "v", type: "bool", description: "print the version" },
  // Older engines name CRIU's path where their configuration has one.
  {
    name: "criu",
    type: "string",
    value: "PATH",
    hidden: true,
    description: "ignored: criu is looked for in PATH",
  },
];

/** Flags of checkpoint. */
export const CHECKPOINT_FLAGS: readonly Flag[] = [
  {
    name: "image-path",
    type: "string",
    value: "DIR",
    default: "./checkpoint",
    description: "where the image is written",
  },
  { name: "work-path", type: "string", value: "DIR", description: "where CRIU keeps its files" },
  {
    name: "parent-path",
    type: "string",
    value: "DIR",
    description: "an earlier pre-dump, relative to the image",
  },
  { name: "leave-running", type: "bool", description: "let the container run on" },
  { name: "tcp-established", type: "bool", description: "allow open TCP connections" },
  { name: "tcp-skip-in-flight", type: "bool", description: "skip TCP connections being made" },
  { name: "link-remap", type: "bool", description: "keep deleted files by linking them" },
  { name: "ext-unix-sk", type: "bool", description: "allow external unix sockets" },
  { name: "shell-job", type: "bool", description: "allow a terminal from outside" },
  { name: "lazy-pages", type: "bool", description: "leave memory to be sent on demand" },
  {
    name: "status-fd",
    type: "int",
    value: "FD",
    default: "-1",
    description: "descriptor that is written to when lazy pages are ready",
  },
  { name: "page-server", type: "string", value: "ADDR:PORT", description: "where memory is sent" },
  { name: "file-locks", type: "bool", description: "allow file locks" },
  { name: "pre-dump", type: "bool", description: "memory only, the container runs on" },
  {
    name: "manage-cgroups-mode",
    type: "string",
    value: "MODE",
    description: "what is done about cgroups: soft, full, strict, ignore",
  },
  { name: "empty-ns", type: "strings", value: "NAME", description: "namespace left out (network)" },
  { name: "auto-dedup", type: "bool", description: "drop memory that the parent image has" },
];

/** Flags of restore. */
export const RESTORE_FLAGS: readonly Flag[] = [
  CONSOLE_SOCKET,
  {
    name: "image-path",
    type: "string",
    value: "DIR",
    default: "./checkpoint",
    description: "where the image is",
  },
  { name: "work-path", type: "string", value: "DIR", description: "where CRIU keeps its files" },
  { name: "tcp-established", type: "bool", description: "allow open TCP connections" },
  { name: "ext-unix-sk", type: "bool", description: "allow external unix sockets" },
  { name: "shell-job", type: "bool", description: "allow a terminal from outside" },
  { name: "file-locks", type: "bool", description: "allow file locks" },
  {
    name: "manage-cgroups-mode",
    type: "string",
    value: "MODE",
    description: "what is done about cgroups: soft, full, strict, ignore",
  },
  BUNDLE,
  DETACH,
  PID_FILE,
  NO_SUBREAPER,
  NO_PIVOT,
  { name: "empty-ns", type: "strings", value: "NAME", description: "namespace left out (network)" },
  { name: "tcp-close", type: "bool", description: "close open TCP connections" },
  { name: "auto-dedup", type: "bool", description: "drop image memory once it is restored" },
  { name: "lazy-pages", type: "bool", description: "fetch memory on demand" },
  { name: "lsm-profile", type: "string", value: "TYPE:NAME", description: "another LSM profile" },
  {
    name: "lsm-mount-context",
    type: "string",
    value: "CONTEXT",
    description: "another LSM mount context",
  },
];

/** Flags of validate. */
export const VALIDATE_FLAGS: readonly Flag[] = [
  BUNDLE,
  {
    name: "host",
    type: "bool",
    description: "also check what it needs of this host: files, kernel, ids, cgroups",
  },
  {
    name: "process",
    alias: "p",
    type: "string",
    value: "FILE",
    description: "judge a process document (as exec reads it) instead",
  },
  { name: "json", type: "bool", description: "as JSON" },
];

/** Flags of update. */
export const UPDATE_FLAGS: readonly Flag[] = [
  {
    name: "resources",
    alias: "r",
    type: "string",
    value: "FILE|-",
    description: "linux.resources as JSON; the other flags are then ignored",
  },
  { name: "blkio-weight", type: "int", value: "N", description: "block I/O weight (10 to 1000)" },
  { name: "cpu-period", type: "string", value: "US", description: "CPU period, microseconds" },
  {
    name: "cpu-quota",
    type: "string",
    value: "US",
    description: "CPU time per period, microseconds",
  },
  { name: "cpu-burst", type: "string", value: "US", description: "CPU burst, microseconds" },
  { name: "cpu-share", type: "string", value: "N", description: "CPU shares against others" },
  { name: "cpu-rt-period", type: "string", value: "US", description: "realtime period" },
  { name: "cpu-rt-runtime", type: "string", value: "US", description: "realtime time per period" },
  { name: "cpuset-cpus", type: "string", value: "LIST", description: "CPUs, as 0-2,4" },
  { name: "cpuset-mems", type: "string", value: "LIST", description: "memory nodes" },
  { name: "memory", type: "string", value: "BYTES", description: "memory limit (10M; -1: none)" },
  { name: "memory-reservation", type: "string", value: "BYTES", description: "soft memory limit" },
  { name: "memory-swap", type: "string", value: "BYTES", description: "memory and swap together" },
  {
    name: "kernel-memory",
    type: "string",
    value: "BYTES",
    hidden: true,
    description: "obsolete, ignored with a warning",
  },
  {
    name: "kernel-memory-tcp",
    type: "string",
    value: "BYTES",
    hidden: true,
    description: "obsolete, ignored with a warning",
  },
  { name: "cpu-idle", type: "string", value: "0|1", description: "SCHED_IDLE for the cgroup" },
  { name: "pids-limit", type: "int", value: "N", description: "most processes" },
  { name: "l3-cache-schema", type: "string", value: "TEXT", description: "Intel RDT L3 schema" },
  {
    name: "mem-bw-schema",
    type: "string",
    value: "TEXT",
    description: "Intel RDT memory bandwidth",
  },
];

/** Flags of exec. */
export const EXEC_FLAGS: readonly Flag[] = [
  {
    name: "process",
    alias: "p",
    type: "string",
    value: "FILE",
    description: "the process as JSON",
  },
  { name: "cwd", type: "string", value: "DIR", description: "working directory in the container" },
  {
    name: "env",
    alias: "e",
    type: "strings",
    value: "NAME=VALUE",
    description: "one more variable",
  },
  { name: "tty", alias: "t", type: "bool", description: "give it a terminal" },
  { name: "user", alias: "u", type: "string", value: "UID[:GID]", description: "who it runs as" },
  {
    name: "additional-gids",
    alias: "g",
    type: "ints",
    value: "GID",
    description: "one more group",
  },
  { name: "cap", alias: "c", type: "strings", value: "CAP", description: "one more capability" },
  { name: "process-label", type: "string", value: "LABEL", description: "SELinux label" },
  { name: "apparmor", type: "string", value: "PROFILE", description: "AppArmor profile" },
  { name: "no-new-privs", type: "bool", description: "no privileges by exec" },
  CONSOLE_SOCKET,
  PIDFD_SOCKET,
  DETACH,
  PID_FILE,
  PRESERVE_FDS,
  {
    name: "cgroup",
    type: "strings",
    value: "[CTRL:]PATH",
    description: "cgroup below the container's",
  },
  { name: "ignore-paused", type: "bool", description: "also in a paused container" },
];
