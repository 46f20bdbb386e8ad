// What stage 0 and init must be seen to do for each of their operations.
import type { OpNamed, WIRE_OPS } from "../../src/wire/ops.ts";
import { literal, OUTPUT, parentsOf, ran, UNSEEN_HOST } from "./expect-host.ts";
import type { Expectations, Expected, Surroundings } from "./types.ts";

/** Where a step stands: with the surroundings, its number and what a path is called there. */
export interface Place extends Surroundings {
  readonly index: number;
  /** A path of the container as strace sees it at this step. */
  readonly inside: (path: string) => string;
}

const CLONE_NEWTIME = "0x80";
const CLONE_NEWCGROUP = "0x2000000";
const READ_ONLY = "0x1";
const MS_REC = 0x4000n;

function hex(value: bigint | number): string {
  return `0x${value.toString(16)}`;
}

/** mount_setattr: attributes to set, to clear, propagation. */
function attributes(
  path: string,
  set: bigint,
  clear: bigint,
  recursive: boolean,
): readonly string[] {
  if (set === 0n && clear === 0n) return [];
  // The access time words are one number.
  const all = ((set | clear) & 0x70n) === 0n ? clear : clear | 0x70n;
  return [`attributes of ${path}${recursive ? " recursive" : ""} ${hex(set)} ${hex(all)} 0x0`];
}

function propagation(path: string, flags: bigint): readonly string[] {
  if (flags === 0n) return [];
  const recursive = (flags & MS_REC) === 0n ? "" : " recursive";
  return [`attributes of ${path}${recursive} 0x0 0x0 ${hex(flags & ~MS_REC)}`];
}

/** What is missing of a path is made: directories, and a file at its end. */
function made(path: string, place: Place, file = false): readonly Expected[] {
  const inside = place.inside(path);
  const dirs = [...parentsOf(path), ...(file ? [] : [path])].map((one): Expected => ({
    maybe: [`directory ${place.inside(one)} 0755`],
  }));
  const absent = { many: new RegExp(`^absent ${literal(place.inside(""))}`) };
  const parts = dirs.flatMap((dir) => [absent, dir]);
  return [absent, ...parts, ...(file ? [{ maybe: [`create ${inside}`] }] : [])];
}

/** The first of what is copied. */
const COPIED = /^(?:create|directory|node|link) /;

function mount(op: OpNamed<"mount">, place: Place): readonly Expected[] {
  const target = place.inside(op.target);
  const source = op.source === null || op.source === "" ? [] : [`option source=${op.source}`];
  return [
    ...made(op.target, place),
    `file system ${op.fstype}`,
    ...source,
    ...[...op.words, ...op.options].map((option) => `option ${option}`),
    // A tmpfs takes over the mode of what it covers, and with its content the owner too.
    ...(op.fstype === "tmpfs" ? [{ many: /^option (?:mode|uid|gid)=\d+$/ }] : []),
    "file system create",
    `detached mount ${hex(op.attr)}`,
    ...(op.copyup === 0
      ? []
      : [
          COPIED,
          { many: /^(?:create|directory|node|link|owner|mode|write|times of|attribute of) / },
        ]),
    `attach ${target}`,
    ...propagation(target, op.propagation),
  ];
}

function bind(op: OpNamed<"bind">, place: Place): readonly Expected[] {
  const copy = `copy of ${op.source}${op.recursive === 0 ? "" : " recursive"}`;
  const target = place.inside(op.target);
  return [
    ...(op.slot === null ? [copy] : []),
    // The tree is in no namespace yet, which is called "/".
    ...attributes("/", op.set, op.clear, false),
    ...attributes("/", op.rset, op.rclear, true),
    ...made(op.target, place, true),
    { maybe: [`directory ${target} 0755`] },
    `attach ${target}`,
    ...propagation(target, op.propagation),
  ];
}

function remount(op: OpNamed<"remount">, place: Place): readonly Expected[] {
  const target = place.inside(op.target);
  const options = [...op.words, ...op.options].map((option) => `option ${option}`);
  const reconfigured =
    op.bind === 0 && options.length > 0
      ? [`file system at ${target}`, ...options, "file system reconfigure"]
      : [];
  return [...reconfigured, ...attributes(target, op.set, op.clear, false)];
}

const KINDS: Readonly<Record<number, string>> = { 1: "fifo", 2: "char", 6: "block" };

function mknod(op: OpNamed<"mknod">, place: Place): readonly Expected[] {
  const path = place.inside(op.path);
  const kind = KINDS[op.mode >> 12] ?? "file";
  const mode = `0${(op.mode & 0o7777).toString(8)}`;
  const numbers = kind === "fifo" ? "" : ` ${op.major}:${op.minor}`;
  const owner = `owner ${path} ${op.uid}:${op.gid}`;
  return [
    ...made(dirname(op.path), place),
    `node ${path} ${kind} ${mode}${numbers}`,
    // It is root's already, and the umask may have left the mode as it is to be.
    op.uid === 0 && op.gid === 0 ? { maybe: [owner] } : owner,
    { maybe: [`mode ${path} ${mode}`] },
  ];
}

function dirname(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function bindDevice(op: OpNamed<"bind-device">, place: Place): readonly Expected[] {
  const path = place.inside(op.path);
  return [
    ...made(dirname(op.path), place),
    { oneOf: [[`create ${path}`], []] },
    `copy of ${op.source}`,
    `attach ${path}`,
  ];
}

function symlink(op: OpNamed<"symlink">, place: Place): readonly Expected[] {
  const path = place.inside(op.path);
  const link = `link ${path} to ${op.text}`;
  const there = op.replace === 0 ? [`there ${path}`] : [`there ${path}`, `remove ${path}`, link];
  return [...made(dirname(op.path), place), { oneOf: [[link], there] }];
}

function hook(op: OpNamed<"hook">, { index, enteredAt, rootfs }: Place): readonly Expected[] {
  const document = new RegExp(`^pipe ${literal(op.head)}\\d+${literal(op.tail)}$`);
  const run = [ran(op.path, op.args, op.env), document, OUTPUT];
  // Before the root is entered it starts there.
  return index > enteredAt ? run : [`go to ${rootfs}`, ...run, /^go to /];
}

/** One empty file system for all directories, the null device for files; nothing for what is not there. */
function mask(op: OpNamed<"path-mask">, place: Place): readonly Expected[] {
  const path = place.inside(op.path);
  const attach = `attach ${path}`;
  const empty = ["file system tmpfs", "option ro", "option mode=555", "file system create"];
  return [
    {
      oneOf: [
        [`absent ${path}`],
        [...empty, "detached mount 0xf", attach],
        [/^copy of (?!.* recursive$)/, attach],
      ],
    },
  ];
}

function readOnly(op: OpNamed<"path-readonly">, place: Place): readonly Expected[] {
  const path = place.inside(op.path);
  const done = [`copy of ${path} recursive`, ...attributes("/", 1n, 0n, true), `attach ${path}`];
  return [{ oneOf: [[`absent ${path}`], done] }];
}

function pivot(place: Place): readonly Expected[] {
  return [
    `go to ${place.rootfs}`,
    "pivot . .",
    "go to /",
    "attributes of / recursive 0x0 0x0 0x80000",
    "unmount . 0x2",
    "go to /",
  ];
}

function ids(uid: number, gid: number): readonly string[] {
  return [`gid ${gid} ${gid} ${gid}`, `uid ${uid} ${uid} ${uid}`];
}

function user(op: OpNamed<"user">): readonly Expected[] {
  const groups = op.setgroups === 0 ? [] : [`groups [${op.groups.join(", ")}]`];
  return ["keepcaps 1", ...groups, ...ids(op.uid, op.gid), "dumpable 0"];
}

function lookup(op: OpNamed<"lookup">): readonly Expected[] {
  if (op.name.includes("/")) return [`look at ${op.name}`];
  return [{ oneOf: op.path.split(":").map((directory) => [`look at ${directory}/${op.name}`]) }];
}

function dropped(op: OpNamed<"bounding">, place: Place): readonly Expected[] {
  const all = Array.from({ length: place.lastCapability + 1 }, (_, number) => number);
  return all
    .filter((number) => ((op.keep >> BigInt(number)) & 1n) === 0n)
    .map((number) => `bounding drop ${number}`);
}

function capabilities(op: OpNamed<"capabilities">): readonly Expected[] {
  const raised = Array.from({ length: 64 }, (_, number) => number)
    .filter((number) => ((op.ambient >> BigInt(number)) & 1n) === 1n)
    .map((number) => `ambient 2 ${number}`);
  const sets = `capabilities ${hex(op.effective)} ${hex(op.permitted)} ${hex(op.inheritable)}`;
  return [sets, "ambient 4 0", ...raised];
}

function seccomp(op: OpNamed<"seccomp">, { index, gateAt }: Place): Expectations {
  const filter = new RegExp(`^filter ${op.flags} [1-9]\\d*$`);
  // Behind the gate there is nobody to report to. A user other than root has to take up his rights.
  const raised = { maybe: [/^capabilities /] };
  if (index > gateAt) return { init: [raised, filter] };
  return { host: [`hear before ${index}`], init: [raised, `report before ${index}`, filter] };
}

/** A procfs of init's own, made when it is needed first. */
const PROCFS = ["file system proc", "file system create", "detached mount 0xe"];

function sysctl(op: OpNamed<"sysctl">): readonly Expected[] {
  // Through a procfs of our own, which is in no namespace; made at the first use.
  return [{ maybe: PROCFS }, `write /sys/${op.path} ${JSON.stringify(op.value)}`];
}

function barrier(op: OpNamed<"barrier">, { index }: Place): Expectations {
  const ways: Readonly<Record<string, Expectations>> = {
    "host init": { host: [`tell ${index}`], init: [`told ${index}`] },
    "init host": { init: [`report barrier ${index}`], host: [`hear barrier ${index}`] },
    // Behind the id maps nobody needs this process' files any more.
    "stage0 init": { stage0: ["pipe m"], init: ["piped m", { maybe: ["dumpable 0"] }] },
  };
  const way = ways[`${op.from} ${op.to}`];
  if (way === undefined) return { host: ["a way that no barrier goes"] };
  return way;
}

function idmap(op: OpNamed<"idmap">, { pids }: Place): Expectations {
  const proc = `/proc/${pids.init}`;
  const map = (file: string, text: string, tool: readonly string[]): readonly string[] => {
    const [program] = tool;
    if (program !== undefined)
      return [ran(program, [program, `${pids.init}`, ...tool.slice(1)], [])];
    return text === "" ? [] : [`write ${proc}/${file} ${JSON.stringify(text)}`];
  };
  const deny =
    op.setgroups === null ? [] : [`write ${proc}/setgroups ${JSON.stringify(op.setgroups)}`];
  return {
    stage0: [
      ...deny,
      ...map("gid_map", op.gids, op.gidTool),
      ...map("uid_map", op.uids, op.uidTool),
    ],
  };
}

function clone(op: OpNamed<"clone">, { index }: Place): Expectations {
  return {
    host: [`hear pid ${index}`],
    stage0: [
      // To write the maps of its child, and to be written about, it must not be hidden.
      { maybe: ["dumpable 1"] },
      `new process in ${hex(op.flags)}`,
      `report pid ${index}`,
    ],
    init: [{ maybe: ["dumpable 0"] }],
  };
}

function chownStdio(op: OpNamed<"chown-stdio">, { outputs }: Place): readonly Expected[] {
  if (op.uid === 0) return [];
  const owners = outputs.map((path) => `owner ${path} ${op.uid}:${op.gid}`);
  return owners.map((owner) => ({ oneOf: [[owner], [`refused: ${owner}`]] }));
}

const ONLY_EXEC = "only exec has it, and no verb prints the plan of an exec";

/** Operations that no plan of a create under test holds, with the reason. */
export const UNSEEN = {
  ...UNSEEN_HOST,
  "initial-affinity": ONLY_EXEC,
  "final-affinity": ONLY_EXEC,
  "memory-policy": "needs a kernel with NUMA nodes, seen by its bundle",
  "join-process": ONLY_EXEC,
  "drop-groups": "needs a user namespace that is there, seen by its bundles",
  "join-rest": "needs namespaces that belong to another user namespace",
  "move-root": "--no-pivot, which plan does not know",
  chroot: "a container without a mount namespace, seen by the bundle mounts-unseen",
  console: "needs a console socket, which plan does not know",
  "exec-label": "needs AppArmor or SELinux",
} as const;

/** Operations with a row that the traced creates do not have on this kind of host. */
export const UNPLANNED = {
  "cgroup-devices": "device rules of cgroup v2",
  "connect-console": "needs a console socket, which plan does not know",
  "pid-file": "plan knows no pid file",
  rlimit: "limits are set from outside or by init itself, as the runtime's rights are",
  "own-rlimit": "limits are set from outside or by init itself, as the runtime's rights are",
  "cgroup-cpuset": "a hierarchy of cgroup v1",
  "cgroup-enable": "a hierarchy of cgroup v2",
} as const;

function ownClocks(offsets: string | null): readonly Expected[] {
  const write = [
    { maybe: PROCFS },
    // Its paths do not begin with /proc, by which files that writes change are told.
    { maybe: [/^open \S*\/timens_offsets for writing$/] },
    new RegExp(`^write .*/timens_offsets ${literal(JSON.stringify(offsets))}$`),
  ];
  return [
    `unshare ${CLONE_NEWTIME}`,
    "dumpable 1",
    ...(offsets === null ? [] : write),
    "dumpable 0",
    new RegExp(`^enter .*time_for_children ${CLONE_NEWTIME}$`),
  ];
}

// An operation with neither a row nor a reason fails the test.
type Rows = {
  readonly [Name in keyof typeof WIRE_OPS]?: (op: OpNamed<Name>, place: Place) => Expectations;
};

/** One row for each operation of the helper. */
export const WIRE_ROWS: Rows = {
  barrier,
  join: (op) => ({ stage0: [{ maybe: ["dumpable 0"] }, `enter ${op.path} ${hex(op.type)}`] }),
  "time-namespace": (op, { pids }) => ({
    stage0: [
      `unshare ${CLONE_NEWTIME}`,
      ...(op.offsets === null
        ? []
        : [`write /proc/${pids.stage0}/timens_offsets ${JSON.stringify(op.offsets)}`]),
    ],
  }),
  "own-time-namespace": (op) => ({ init: ownClocks(op.offsets) }),
  clone,
  idmap,
  "oom-score": (op, { pids }) => ({
    stage0: [
      new RegExp(`^write /proc/(?:${pids.init}|${pids.stage0})/oom_score_adj "${op.score}"$`),
    ],
  }),
  become: (op) => ({
    init: [
      "keepcaps 1",
      ...ids(op.uid, op.gid),
      "keepcaps 0",
      { maybe: [/^capabilities /] },
      "dumpable 0",
    ],
  }),
  setsid: () => ({ init: ["session"] }),
  // KEYCTL_JOIN_SESSION_KEYRING, KEYCTL_SETPERM.
  keyring: (op) => ({ init: [`key 0x1 ${JSON.stringify(op.name)}`, /^key 0x5 0x3f1b0000$/] }),
  "cgroup-namespace": () => ({ init: [`unshare ${CLONE_NEWCGROUP}`] }),
  loopback: () => ({ init: [/^interface lo 0x[0-9a-f]*[13579bdf]$/] }),
  propagate: (op) => ({ init: propagation(op.path, op.flags) }),
  "parent-private": (op) => ({
    init: [
      {
        oneOf: ["/", ...parentsOf(op.path), op.path].map((path) => propagation(path, 0x4_0000n)),
      },
    ],
  }),
  root: (op) => ({
    init: op.bind === 0 ? [] : [`copy of ${op.path} recursive`, `attach ${op.path}`],
  }),
  mount: (op, place) => ({ init: mount(op, place) }),
  bind: (op, place) => ({ init: bind(op, place) }),
  remount: (op, place) => ({ init: remount(op, place) }),
  mknod: (op, place) => ({ init: mknod(op, place) }),
  "bind-device": (op, place) => ({ init: bindDevice(op, place) }),
  symlink: (op, place) => ({ init: symlink(op, place) }),
  hook: (op, place) => ({ init: hook(op, place) }),
  "pivot-root": (_, place) => ({ init: pivot(place) }),
  // The tests give /dev/null as stdin.
  stdio: () => ({ init: [{ maybe: ["open /dev/null for writing"] }, "stdio 0 is /dev/null"] }),
  sysctl: (op) => ({ init: sysctl(op) }),
  hostname: (op) => ({ init: [`hostname ${op.name}`] }),
  domainname: (op) => ({ init: [`domainname ${op.name}`] }),
  "root-readonly": (_, place) => ({
    init: [`attributes of ${place.inside("/")} ${READ_ONLY} 0x0 0x0`],
  }),
  "root-propagation": (op, place) => ({ init: propagation(place.inside("/"), op.flags) }),
  "path-readonly": (op, place) => ({ init: readOnly(op, place) }),
  "path-mask": (op, place) => ({ init: mask(op, place) }),
  scheduler: (op) => ({
    init: [
      `schedule ${[op.policy, op.flags, op.nice, op.priority, op.runtime, op.deadline, op.period].join(" ")}`,
    ],
  }),
  ioprio: (op) => ({ init: [`ioprio ${op.value}`] }),
  personality: (op) => ({ init: [`personality ${hex(op.persona)}`] }),
  umask: (op) => ({ init: [`umask 0${op.mode.toString(8)}`] }),
  bounding: (op, place) => ({ init: dropped(op, place) }),
  user: (op) => ({ init: user(op) }),
  "chown-stdio": (op, place) => ({ init: chownStdio(op, place) }),
  cwd: (op, place) => ({
    init: op.create === 0 ? [`go to ${op.path}`] : made(op.path, place),
  }),
  lookup: (op) => ({ init: lookup(op) }),
  "close-fds": (op) => ({ init: [`close at exec from ${3 + op.preserve}`] }),
  "own-rlimit": (op) => ({ init: [`limit 0 ${op.resource} ${op.soft}:${op.hard}`] }),
  "no-new-privileges": () => ({ init: ["no_new_privs 1"] }),
  seccomp,
  capabilities: (op) => ({ init: capabilities(op) }),
  gate: (_, { state }) => ({ init: [`read ${state}/gate`] }),
  exec: (op, { state }) => ({
    init: [`write ${state}/status "X"`, executed(op)],
  }),
};

/** HOME is looked up in the container's passwd, when the environment has none. */
function executed(op: OpNamed<"exec">): RegExp {
  const [name = ""] = op.args;
  const base = name.slice(name.lastIndexOf("/") + 1);
  const env = op.env.map((entry) => literal(JSON.stringify(entry))).join(",");
  const home = op.home === 0 ? "" : ',"HOME=[^"]*"';
  const words = literal(JSON.stringify(op.args));
  return new RegExp(`^run (?:[^ ]*/)?${literal(base)} ${words} \\[${env}${home}\\]$`);
}
