// What the verbs of tsrun may cost, and why. Lower a figure when the code has got cheaper; raise one
// only with its reason. The container is the one that the bundles start from: six mounts, nine masked
// and read-only paths, six devices, five namespaces, a cgroup in each hierarchy.

/** A verb that is counted. */
export type Verb = "create" | "state" | "start" | "kill" | "exec" | "delete" | "run";

/** Most system calls of one process. */
export interface CallBudget {
  readonly calls: number;
  /** More of them for each cgroup hierarchy of the host. */
  readonly each?: number;
  readonly why: string;
}

const SHORTCUT = "the front door alone: no engine, no library";
const STAGE0 = "62 of them reset signals, which is cheaper than asking procfs which are ignored";

/**
 * System calls by verb and process: `host` is whoever performs the verb for the caller (launcher,
 * engine, attendant), `stage0` and `init` are the helper's two lives, up to the program.
 */
export const CALLS: Readonly<Record<Verb, Readonly<Record<string, CallBudget>>>> = {
  create: {
    host: {
      calls: 486,
      each: 12,
      why: "300 start the JavaScript engine, 50 gather facts, three ask what stdio is (for a restore); a hierarchy is opened once",
    },
    stage0: { calls: 90, why: STAGE0 },
    init: {
      calls: 375,
      why: "eleven for a mount, six for a read-only path, five for a device, one for a capability",
    },
  },
  state: { host: { calls: 40, why: SHORTCUT } },
  start: { host: { calls: 54, why: SHORTCUT } },
  kill: { host: { calls: 34, why: SHORTCUT } },
  exec: {
    host: { calls: 534, each: 8, why: "as create, and the namespaces and cgroups of init" },
    stage0: { calls: 98, why: `${STAGE0}; joins` },
    init: { calls: 102, why: "no mounts: the user, the capabilities, the program" },
  },
  delete: { host: { calls: 55, each: 5, why: SHORTCUT } },
  run: {
    host: { calls: 676, each: 17, why: "create, start and delete; the engine starts once" },
    stage0: { calls: 90, why: STAGE0 },
    init: { calls: 375, why: "as in create" },
  },
};

/** Most memory, kB. */
export const MEMORY: Readonly<Record<string, { readonly most: number; readonly why: string }>> = {
  "the init that waits for start": {
    most: 160,
    why: "private pages; its program is 140 kB in a sealed memfd of its own",
  },
  "the attendant of a foreground run": {
    most: 100,
    why: "resident; a small static program in the engine's place",
  },
};

const GROUPS = {
  /** The front door: which descriptors were handed in. The engine: what the state root is called. */
  launcher: ["/proc/self/fd", "ROOT"],
  /** The container as the short verbs see it. */
  card: ["ROOT", "STATE", "STATE/front", "/proc/PID/stat"],
  /** Whether it waits at the gate, or is frozen. */
  status: ["STATE/gate", "a cgroup: cgroup.freeze", "a cgroup: freezer.state"],
  /** What the JavaScript engine and the C library look at when they start. None of it is ours. */
  javascript: [
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/proc/self/cgroup",
    "/proc/self/maps",
    "/proc/self/statm",
    "/proc/sys/vm/mmap_min_addr",
    "/proc/sys/vm/overcommit_memory",
    "/sys/devices/system/cpu/online",
    "/sys/kernel/mm/transparent_hugepage/enabled",
    "a cgroup: cpu.cfs_quota_us",
    "a cgroup: cpu.max",
    "a cgroup: memory.limit_in_bytes",
    "a cgroup: memory.soft_limit_in_bytes",
    "a cgroup: memory.max",
    "a cgroup: memory.high",
    "a library: libc",
    "a library: libdl",
    "a library: libm",
    "a library: libpthread",
  ],
  /** The host library; koffi comes only with the libraries of others. */
  native: ["PREFIX/lib/tsrun/host.so"],
  /** Facts for the planner. */
  facts: [
    "/proc/self/mountinfo",
    "/proc/self/status",
    "/proc/self/uid_map",
    "/proc/sys/kernel/cap_last_cap",
    "/proc/sys/kernel/osrelease",
    "/sys/kernel/cgroup/delegate",
    "/sys/kernel/mm/hugepages",
    "/sys/module/apparmor/parameters/enabled",
    "a cgroup: cgroup.controllers",
  ],
  /** The helper's program, copied into a memfd, and init's cgroups. */
  helper: ["PREFIX/lib/tsrun/init", "/proc/PID/stat", "a cgroup: cgroup.procs"],
  /** What a create reads and leaves, and the limits that it sets. */
  create: [
    "BUNDLE/config.json",
    "/proc/sys/kernel/random/boot_id",
    "STATE/.config.json.PID",
    "STATE/.exec.json.PID",
    "STATE/.front.PID",
    "STATE/.state.json.PID",
    "STATE/gate",
    "STATE/journal",
    "STATE/status",
    "a cgroup: cgroup.subtree_control",
    "a cgroup: cpuset.cpus",
    "a cgroup: cpuset.mems",
    "a cgroup: devices.allow",
    "a cgroup: devices.deny",
  ],
  /** start tells the state file and reads how it went. */
  start: ["STATE/state.json", "STATE/status"],
  /** exec: what create kept, and the container's namespaces, cgroups and root from its init. */
  exec: [
    "STATE/exec.json",
    "STATE/config.json",
    "STATE/state.json",
    "/proc/PID/cgroup",
    "/proc/PID/root",
    "/proc/PID/setgroups",
    "/proc/sys/kernel/random/boot_id",
  ],
} as const;

function groups(...names: readonly (keyof typeof GROUPS)[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => GROUPS[name]));
}

const ENGINE = ["launcher", "javascript", "native", "facts", "helper"] as const;

/** Files that a verb may open on the host's side. */
export const FILES: Readonly<Record<Verb, ReadonlySet<string>>> = {
  create: groups(...ENGINE, "create"),
  state: groups("card", "status"),
  start: groups("card", "status", "start"),
  kill: groups("card"),
  exec: groups(...ENGINE, "exec", "status"),
  delete: groups("card", "status"),
  run: groups(...ENGINE, "create", "card", "status", "start"),
};
