// The table of operations: the one description of what a plan may say. From it come the TypeScript
// types, the encoder, the C structs and decoder (c/init/ops.gen.h) and the hash that keeps a stale
// helper out. Adding an operation is one entry here and one C function (or one host function).

/**
 * How a field travels.
 *
 * - `u32`, `u64`, `i64`: little-endian integers (`u64` and `i64` are bigint in TypeScript)
 * - `str`: text without NUL; `str?`: text or absent (null)
 * - `strs`, `u32s`: lists
 * - `blob`: the *name* of bytes that launch supplies when it encodes (a compiled seccomp filter)
 * - `slot`: the *name* of a descriptor that launch passes to the helper; `slot?`: or none
 */
export type FieldType =
  | "u32"
  | "u64"
  | "i64"
  | "str"
  | "str?"
  | "strs"
  | "u32s"
  | "blob"
  | "slot"
  | "slot?";

/**
 * Who performs an operation: the engine on the host, the helper before it makes the new namespaces
 * (single-threaded, in the host's namespaces), or the process that becomes the container's init.
 */
export type Actor = "host" | "stage0" | "init";

/** One entry of the table. */
export interface OpSpec {
  readonly by: Actor | "both";
  readonly fields: Readonly<Record<string, FieldType>>;
}

/** Operations that the helper performs; their order is their number on the wire. */
export const WIRE_OPS = {
  // A rendezvous: `from` sends one datagram, `to` waits for it. Everybody else walks past.
  barrier: { by: "both", fields: { name: "str", from: "str", to: "str" } },

  // --- stage 0: in the host's namespaces, before anything new exists -------------------------
  // Opens a namespace file and enters it. `later` = 1: EPERM is put off until join-rest, after the
  // user namespace was entered (namespaces owned by another user namespace).
  join: { by: "stage0", fields: { type: "u32", path: "str", later: "u32" } },
  "join-rest": { by: "stage0", fields: {} },
  // Joins the namespaces (CLONE_NEW* in `flags`) of a running process through a pidfd. With a mount
  // namespace `root` is that process' root directory (absent: the namespace's own); setns alone would lead to the namespace's own
  // root, which is another one when the runtime lives in a chroot(2).
  "join-process": { by: "stage0", fields: { pidfd: "slot", flags: "u64", root: "slot?" } },
  // unshare(CLONE_NEWTIME); offsets is the text for /proc/self/timens_offsets, absent: unchanged.
  "time-namespace": { by: "stage0", fields: { offsets: "str?" } },
  // CPUs of an exec, before the process is in the container's cgroup.
  "initial-affinity": { by: "stage0", fields: { cpus: "u32s" } },
  // clone3 with CLONE_PARENT and CLONE_PIDFD; the child becomes init. Reports pid and pidfd.
  clone: { by: "stage0", fields: { flags: "u64" } },
  // Writes setgroups, gid_map, uid_map of the new child, or runs newgidmap/newuidmap with these
  // arguments (the child's pid is put in front of them).
  idmap: {
    by: "stage0",
    fields: { uids: "str", gids: "str", setgroups: "str?", uidTool: "strs", gidTool: "strs" },
  },
  // Gives up the supplementary groups, before a user namespace is entered that may deny setgroups.
  "drop-groups": { by: "stage0", fields: {} },
  // Writes oom_score_adj of the new child.
  "oom-score": { by: "stage0", fields: { score: "i64" } },

  // --- init: identity inside the new namespaces ------------------------------------------------
  // setresgid, setresuid to the root of the new user namespace (keeps its capabilities).
  become: { by: "init", fields: { uid: "u32", gid: "u32" } },
  // The same as time-namespace, by init: one that its new user namespace owns.
  "own-time-namespace": { by: "init", fields: { offsets: "str?" } },
  setsid: { by: "init", fields: {} },
  keyring: { by: "init", fields: { name: "str", label: "str?" } },
  "cgroup-namespace": { by: "init", fields: {} },
  loopback: { by: "init", fields: {} },
  // CPUs of an exec, once it is in the container's cgroup.
  "final-affinity": { by: "init", fields: { cpus: "u32s" } },

  // --- init: the root file system --------------------------------------------------------------
  // Changes propagation (one MS_* word in flags, perhaps with MS_REC) of a path on the host.
  propagate: { by: "init", fields: { path: "str", flags: "u64" } },
  // Makes the mount that holds `path` private, so that pivot_root accepts it.
  "parent-private": { by: "init", fields: { path: "str" } },
  // Opens the root: bind = 1 binds it onto itself first (open_tree clone, recursive). Everything
  // below is resolved inside this descriptor.
  root: { by: "init", fields: { path: "str", bind: "u32" } },
  // A new file system: fsopen, fsconfig, fsmount, move_mount. `attr` MOUNT_ATTR_*, `words` are
  // fsconfig flags (ro, sync, dirsync, lazytime), `options` are key or key=value. strict = 1: the
  // target must be a real directory reached through no link. copyup = 1: first copy what is there.
  mount: {
    by: "init",
    fields: {
      fstype: "str",
      source: "str?",
      target: "str",
      attr: "u64",
      words: "strs",
      options: "strs",
      propagation: "u64",
      strict: "u32",
      copyup: "u32",
    },
  },
  // A bind mount: clones `source` (a host path), or takes the detached tree in `slot`; changes its
  // attributes (set/clear for the top, rset/rclear recursively), then its propagation, attaches it.
  bind: {
    by: "init",
    fields: {
      source: "str",
      slot: "slot?",
      target: "str",
      recursive: "u32",
      set: "u64",
      clear: "u64",
      rset: "u64",
      rclear: "u64",
      propagation: "u64",
    },
  },
  // Changes a mount that is there: attributes, and the super block's words when any are given.
  remount: {
    by: "init",
    fields: {
      target: "str",
      set: "u64",
      clear: "u64",
      words: "strs",
      options: "strs",
      bind: "u32",
    },
  },
  // A device node: mode holds type and permissions, exact in spite of umask. The node is checked.
  mknod: {
    by: "init",
    fields: { path: "str", mode: "u32", major: "u32", minor: "u32", uid: "u32", gid: "u32" },
  },
  // The same device bound from the host (user namespaces may not mknod); the source is checked.
  "bind-device": {
    by: "init",
    fields: { source: "str", path: "str", mode: "u32", major: "u32", minor: "u32" },
  },
  // A symbolic link inside the root. replace = 1: what is there goes first; else EEXIST is fine.
  symlink: { by: "init", fields: { text: "str", path: "str", replace: "u32" } },
  // A hook in the container's namespaces: absolute program path, whole environment, seconds (0 =
  // none); its stdin is head, then this process' own pid, then tail.
  hook: {
    by: "init",
    fields: {
      kind: "str",
      index: "u32",
      path: "str",
      args: "strs",
      env: "strs",
      timeout: "u32",
      head: "str",
      tail: "str",
    },
  },

  // --- init: entering the root -------------------------------------------------------------------
  "pivot-root": { by: "init", fields: {} },
  // --no-pivot: MS_MOVE of the root over "/", after the host's proc and sysfs were unmounted.
  "move-root": { by: "init", fields: {} },
  chroot: { by: "init", fields: {} },
  // Stdio that is the host's /dev/null becomes the container's (checked) /dev/null.
  stdio: { by: "init", fields: {} },
  // A pty from the container's own devpts; its master goes through `socket`, the other end becomes
  // 0-2. bind = 1: also bound on /dev/console. rows, columns 0 = leave.
  console: {
    by: "init",
    fields: { socket: "slot", rows: "u32", columns: "u32", uid: "u32", bind: "u32" },
  },

  // --- init: what the container sees ---------------------------------------------------------------
  sysctl: { by: "init", fields: { path: "str", value: "str" } },
  hostname: { by: "init", fields: { name: "str" } },
  domainname: { by: "init", fields: { name: "str" } },
  "root-readonly": { by: "init", fields: {} },
  "root-propagation": { by: "init", fields: { flags: "u64" } },
  "path-readonly": { by: "init", fields: { path: "str" } },
  "path-mask": { by: "init", fields: { path: "str" } },

  // --- init: what the process is -------------------------------------------------------------------
  scheduler: {
    by: "init",
    fields: {
      policy: "u32",
      nice: "i64",
      priority: "u32",
      flags: "u64",
      runtime: "u64",
      deadline: "u64",
      period: "u64",
    },
  },
  ioprio: { by: "init", fields: { value: "u32" } },
  personality: { by: "init", fields: { persona: "u32" } },
  // set_mempolicy: MPOL_* with its MPOL_F_* bits, and the nodes by number.
  "memory-policy": { by: "init", fields: { mode: "u32", nodes: "u32s" } },
  umask: { by: "init", fields: { mode: "u32" } },
  // Drops every capability that is not in keep from the bounding set, to the kernel's last.
  bounding: { by: "init", fields: { keep: "u64" } },
  // KEEPCAPS, setgroups, setresgid, setresuid. setgroups = 0: the list cannot and must not be set.
  user: { by: "init", fields: { uid: "u32", gid: "u32", groups: "u32s", setgroups: "u32" } },
  // Gives 0-2 to the process' user, except null devices and where the kernel refuses.
  "chown-stdio": { by: "init", fields: { uid: "u32", gid: "u32" } },
  // chdir and the check that the kernel still calls it reachable. create = 1: mkdir -p first.
  cwd: { by: "init", fields: { path: "str", create: "u32" } },
  // Finds the program as execvp does; a failure here is the caller's "executable not found".
  lookup: { by: "init", fields: { name: "str", path: "str" } },
  // Everything from 3 + preserve up is closed at exec.
  "close-fds": { by: "init", fields: { preserve: "u32" } },
  // setrlimit by the process itself, where the engine may not do it from outside. It can only lower.
  "own-rlimit": { by: "init", fields: { resource: "u32", soft: "u64", hard: "u64" } },
  // Writes the label for the next exec: kind is "apparmor" or "selinux".
  "exec-label": { by: "init", fields: { kind: "str", label: "str" } },
  "no-new-privileges": { by: "init", fields: {} },
  // Loads a filter (struct sock_filter[]); flags SECCOMP_FILTER_FLAG_*. Says so before, since a
  // filter may kill.
  seccomp: { by: "init", fields: { filter: "blob", flags: "u64" } },
  // Permitted, effective, inheritable, then ambient one by one (what cannot be raised is a warning).
  capabilities: {
    by: "init",
    fields: { effective: "u64", permitted: "u64", inheritable: "u64", ambient: "u64" },
  },
  // Blocks until `start` writes one byte to the gate FIFO.
  gate: { by: "init", fields: { gate: "slot", status: "slot" } },
  // The end: environment as given; home = 1: HOME is looked up in the container's passwd when env
  // has none. Writes X to the status FIFO directly before execve when there was a gate.
  exec: { by: "init", fields: { args: "strs", env: "strs", home: "u32", uid: "u32" } },
} as const satisfies Record<string, OpSpec>;

/** Operations that the engine performs itself; they are part of the plan, never of the wire. */
export const HOST_OPS = {
  // The container's directory, lock and journal.
  "state-directory": { by: "host", fields: { path: "str" } },
  // The two FIFOs of the start gate, opened into the slots "gate" and "status".
  "start-gate": { by: "host", fields: {} },
  // The directory of the container's notify socket.
  "notify-directory": { by: "host", fields: { path: "str" } },
  // A cgroup directory in one hierarchy; mode says how the directory is made.
  "cgroup-make": { by: "host", fields: { mount: "str", path: "str", version: "u32" } },
  // Starts the container's systemd unit (of the user's manager when user = 1) and waits for it; adopt =
  // 1: with init in it. Properties are `Name=value` in GVariant's text form.
  "systemd-unit": {
    by: "host",
    fields: { unit: "str", user: "u32", adopt: "u32", properties: "strs" },
  },
  // v2: enables controllers from the top down to the parent of path. optional = 1: those that
  // cannot be enabled are left out (they only account).
  "cgroup-enable": {
    by: "host",
    fields: { mount: "str", path: "str", controllers: "strs", optional: "u32" },
  },
  // v1 cpuset: copies cpus and mems from the parents where they are empty.
  "cgroup-cpuset": { by: "host", fields: { mount: "str", path: "str" } },
  // One value into one file of the container's cgroup. optional = 1: a missing file is skipped.
  // instead: nothing, or another file and its value, for a kernel that lacks the first file.
  "cgroup-write": {
    by: "host",
    fields: {
      mount: "str",
      path: "str",
      version: "u32",
      file: "str",
      value: "str",
      optional: "u32",
      instead: "strs",
    },
  },
  // update with memory.checkBeforeUpdate: refuses limits (bytes; not above 0: none) that are not above
  // what is in use. swap is memory and swap together.
  "cgroup-usage": {
    by: "host",
    fields: { mount: "str", path: "str", version: "u32", limit: "i64", swap: "i64" },
  },
  // v2 device rules: the program's instructions are the blob.
  "cgroup-devices": { by: "host", fields: { mount: "str", path: "str", program: "blob" } },
  // v2: gives the cgroup and these of its files, as far as they are there, to a user.
  "cgroup-delegate": {
    by: "host",
    fields: { mount: "str", path: "str", uid: "u32", files: "strs" },
  },
  // Puts init into the cgroup.
  "cgroup-join": { by: "host", fields: { mount: "str", path: "str", version: "u32" } },
  // exec on v2: into the container's cgroup, or, when it takes no process any more because its
  // controllers were handed to the cgroups below, into the one where init is.
  "cgroup-follow": { by: "host", fields: { mount: "str", path: "str", instead: "str" } },
  // Clones a bind source in the host's mount namespace into a slot (user namespaces).
  "open-tree": { by: "host", fields: { slot: "slot", source: "str", recursive: "u32" } },
  // Gives the tree in a slot an id mapping: the lines of both maps, or those of a user namespace.
  "idmap-tree": {
    by: "host",
    fields: { slot: "slot", uids: "str", gids: "str", namespace: "str?", recursive: "u32" },
  },
  // Locks the flags that the mounts of the tree in a slot have, as the kernel does with those that a
  // user namespace gets: its root cannot take them away.
  "lock-tree": { by: "host", fields: { slot: "slot" } },
  // Connects to the console socket into a slot.
  "connect-console": { by: "host", fields: { slot: "slot", path: "str" } },
  // Connects to the pidfd socket before anything is made.
  "connect-pidfd": { by: "host", fields: { path: "str" } },
  // Sends it a pidfd of init, in a message with this text.
  "send-pidfd": { by: "host", fields: { text: "str" } },
  // Compiles linux.seccomp into a blob; profile is its canonical JSON.
  "seccomp-compile": { by: "host", fields: { blob: "blob", profile: "str" } },
  // Takes the listener that init reported and sends it to the agent's socket, with the process' state.
  "seccomp-listener": { by: "host", fields: { path: "str", metadata: "str?" } },
  // Moves a device of the runtime's network namespace into init's.
  "net-device": { by: "host", fields: { name: "str", target: "str" } },
  // restore: sets a device of init's network namespace up.
  "net-up": { by: "host", fields: { name: "str" } },
  // A resctrl group (absolute directory): make = 1 when it is missing, own = 1: it goes with the
  // container. One that is there must have the values of `compare`; then `lines` are written.
  "rdt-group": {
    by: "host",
    fields: { group: "str", make: "u32", own: "u32", compare: "strs", lines: "strs" },
  },
  "rdt-monitor": { by: "host", fields: { group: "str" } },
  // Puts the process into a group.
  "rdt-task": { by: "host", fields: { group: "str" } },
  // Starts the helper; the steps for stage0 and init travel with it.
  spawn: { by: "host", fields: {} },
  // prlimit on init from outside: raising needs the host's CAP_SYS_RESOURCE.
  rlimit: { by: "host", fields: { resource: "u32", soft: "u64", hard: "u64" } },
  // A hook in the runtime's namespaces.
  "host-hook": {
    by: "host",
    fields: {
      kind: "str",
      index: "u32",
      path: "str",
      args: "strs",
      env: "strs",
      timeout: "u32",
      status: "str",
    },
  },
  "save-state": { by: "host", fields: { status: "str" } },
  "pid-file": { by: "host", fields: { path: "str" } },
} as const satisfies Record<string, OpSpec>;

type FieldValue<T extends FieldType> = T extends "u32"
  ? number
  : T extends "u64" | "i64"
    ? bigint
    : T extends "str" | "blob" | "slot"
      ? string
      : T extends "str?" | "slot?"
        ? string | null
        : T extends "strs"
          ? readonly string[]
          : readonly number[];

type OpOf<Table extends Readonly<Record<string, OpSpec>>> = {
  readonly [Name in keyof Table & string]: { readonly op: Name } & {
    readonly [F in keyof Table[Name]["fields"]]: FieldValue<Table[Name]["fields"][F]>;
  };
}[keyof Table & string];

/** An operation that travels to the helper. */
export type WireOp = OpOf<typeof WIRE_OPS>;
/** An operation that the engine performs. */
export type HostOp = OpOf<typeof HOST_OPS>;
/** Any operation of a plan. */
export type Op = WireOp | HostOp;
/** The operation of one name. */
export type OpNamed<Name extends Op["op"]> = Extract<Op, { readonly op: Name }>;

/** The barriers in the order of a create, and who waits for whom. */
export type Barrier = "mapped" | "placed" | "prepared" | "hooks" | "ready" | "committed";

/** Kinds of a report datagram from the helper; the order is the number on the wire. */
export const REPORTS = [
  // A step failed: step, call, errno, text = what only the helper knows (a resolved path).
  "error",
  // stage 0 made init: value = pid; the pidfd comes with the datagram.
  "pid",
  // A barrier was reached: step is the barrier's.
  "barrier",
  // The next step may kill the process (filter, exec).
  "before",
  // Something was skipped that the specification says is a warning.
  "warning",
  // The filter notifies: value = number of the listener's descriptor in this process, to be taken
  // with pidfd_getfd before the next barrier that the helper waits for is sent.
  "listener",
] as const;

/** The system calls (or checks) that a step can fail in; the order is the number on the wire. */
export const CALLS = [
  "none",
  "open",
  "openat2",
  "read",
  "write",
  "close",
  "fork",
  "clone3",
  "wait",
  "setns",
  "unshare",
  "prctl",
  "setresuid",
  "setresgid",
  "setgroups",
  "setsid",
  "keyctl",
  "ioctl",
  "socket",
  "sendmsg",
  "recvmsg",
  "open_tree",
  "fsopen",
  "fsconfig",
  "fsmount",
  "fspick",
  "move_mount",
  "mount_setattr",
  "mount",
  "umount2",
  "statfs",
  "stat",
  "mkdir",
  "mknod",
  "symlink",
  "unlink",
  "readlink",
  "fchmod",
  "fchown",
  "pivot_root",
  "chroot",
  "chdir",
  "getcwd",
  "dup",
  "sethostname",
  "setdomainname",
  "sched_setattr",
  "sched_setaffinity",
  "set_mempolicy",
  "ioprio_set",
  "setrlimit",
  "personality",
  "close_range",
  "seccomp",
  "capset",
  "poll",
  "execve",
  "memory",
  // Checks of our own, with the errno that fits.
  "check-file-type",
  "check-file-system",
  "check-inside-root",
  "hook",
  "lookup",
  "protocol",
] as const;

/** Name of a report kind. */
export type ReportKind = (typeof REPORTS)[number];
/** Name of a system call or check. */
export type Call = (typeof CALLS)[number];

/** Whether the engine performs this operation. */
export function isHostOp(op: Op): op is HostOp {
  return op.op in HOST_OPS;
}
