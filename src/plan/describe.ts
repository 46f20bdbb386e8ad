// The words for each operation, as they stand in error lines and in printed plans: a verb first, no
// full stop, so that "<words>: <call>: <reason>" reads as one sentence.
import { spoken } from "../json/pointer.ts";
import type { Op, OpNamed } from "../wire/ops.ts";
import { MS } from "./kernel.ts";
import { kindsOf } from "./namespaces.ts";
import { RLIMITS } from "./rlimits.ts";
import type { Origin } from "./types.ts";

type Words = { readonly [Name in Op["op"]]: (op: OpNamed<Name>) => string };

const UNLIMITED = 0xffff_ffff_ffff_ffffn;

const WORDS: Words = {
  barrier: barrierWords,

  join: (op) => `join the ${kindsOf(BigInt(op.type)).join(" ")} namespace ${op.path}`,
  "join-rest": () => "join the namespaces that the user namespace owns",
  "join-process": (op) => `join the container's ${listed(kindsOf(op.flags))} namespaces`,
  "time-namespace": clockWords,
  "own-time-namespace": clockWords,
  "drop-groups": () => "give up the supplementary groups",
  "initial-affinity": (op) => `run on the CPUs ${op.cpus.join(",")} first`,
  clone: (op) =>
    op.flags === 0n
      ? "start the container's process"
      : `start the container's process in new ${listed(kindsOf(op.flags))} namespaces`,
  idmap: () => "write the id maps of the user namespace",
  "oom-score": (op) => `set the OOM score adjustment to ${op.score}`,

  become: (op) => `become uid ${op.uid}, gid ${op.gid} of the user namespace`,
  setsid: () => "start a session",
  keyring: (op) => `join the session keyring ${op.name}`,
  "cgroup-namespace": () => "make a cgroup namespace",
  loopback: () => "bring the loopback device up",
  "final-affinity": (op) => `run on the CPUs ${op.cpus.join(",")}`,

  propagate: (op) => `make mounts from ${op.path} ${propagationWord(op.flags)}`,
  "parent-private": (op) => `make the mount that holds ${op.path} private`,
  root: (op) => `open the root ${op.path}`,
  mount: (op) => `mount ${op.fstype} at ${op.target}`,
  bind: (op) => `bind ${op.source} at ${op.target}`,
  remount: (op) => `remount ${op.target}`,
  mknod: (op) => `make the device ${op.path}`,
  "bind-device": (op) => `bind the device ${op.source} at ${op.path}`,
  symlink: (op) => `link ${op.path} to ${op.text}`,
  hook: (op) => `run ${op.kind} hook #${op.index} ${op.path}`,

  "pivot-root": () => "pivot into the root",
  "move-root": () => "move the root over /",
  chroot: () => "change into the root",
  stdio: () => "exchange the host's null device on stdio for the container's",
  console: () => "make the terminal and send it to the console socket",

  sysctl: (op) => `set the kernel parameter ${op.path}`,
  hostname: (op) => `set the hostname to ${op.name}`,
  domainname: (op) => `set the domain name to ${op.name}`,
  "root-readonly": () => "make the root read-only",
  "root-propagation": (op) => `make the root mount ${propagationWord(op.flags)}`,
  "path-readonly": (op) => `make ${op.path} read-only`,
  "path-mask": (op) => `mask ${op.path}`,

  scheduler: () => "set the scheduling policy",
  ioprio: () => "set the io priority",
  personality: () => "set the personality",
  "memory-policy": () => "set the memory policy",
  umask: (op) => `set the umask to ${octal(op.mode, 4)}`,
  bounding: () => "limit the capability bounding set",
  user: (op) => `become uid ${op.uid}, gid ${op.gid}`,
  "chown-stdio": (op) => `give stdio to uid ${op.uid}, gid ${op.gid}`,
  cwd: (op) => (op.create === 0 ? `enter ${op.path}` : `make ${op.path}`),
  lookup: (op) => `find the program ${op.name}`,
  "close-fds": (op) => `mark descriptors from ${3 + op.preserve} up to be closed at exec`,
  "exec-label": (op) => `set the ${op.kind} label ${op.label} for exec`,
  "no-new-privileges": () => "set no_new_privs",
  seccomp: () => "load the seccomp filter",
  capabilities: () => "set the capabilities",
  gate: () => "wait at the gate for start",
  exec: (op) => `execute ${op.args[0] ?? ""}`,

  "state-directory": (op) => `make the state directory ${op.path}`,
  "notify-directory": (op) => `make the directory ${op.path}`,
  "start-gate": () => "make the gate and status FIFOs",
  "systemd-unit": (op) => `start the systemd unit ${op.unit}`,
  "cgroup-make": (op) => `make the cgroup ${op.mount}${op.path}`,
  "cgroup-enable": (op) =>
    `enable ${op.controllers.join(", ")} for the cgroup ${op.mount}${op.path}`,
  "cgroup-cpuset": (op) => `fill the cpuset ${op.mount}${op.path} from its parents`,
  "cgroup-write": (op) => `write ${quoted(op.value)} to ${op.mount}${op.path}/${op.file}`,
  "cgroup-usage": (op) => `compare the limits with what ${op.mount}${op.path} uses`,
  "cgroup-devices": (op) => `attach the device program to ${op.mount}${op.path}`,
  "cgroup-follow": (op) => `enter the cgroup ${op.mount}${op.path}, or init's`,
  "cgroup-delegate": (op) => `give the cgroup ${op.mount}${op.path} to uid ${op.uid}`,
  "cgroup-join": (op) => `enter the cgroup ${op.mount}${op.path}`,
  "open-tree": (op) => `open the bind source ${op.source}`,
  "seccomp-listener": (op) => `send the seccomp listener to ${op.path}`,
  "idmap-tree": () => "map the ids of the bind source",
  "lock-tree": () => "lock the flags of the bind source",
  "net-device": (op) =>
    `move the network device ${op.name} into the container${op.target === op.name ? "" : ` as ${op.target}`}`,
  "net-up": (op) => `bring the network device ${op.name} up`,
  "rdt-group": (op) => `prepare the resctrl group ${op.group}`,
  "rdt-monitor": (op) => `make the monitoring group ${op.group}`,
  "rdt-task": (op) => `enter the resctrl group ${op.group}`,
  "connect-console": (op) => `connect to the console socket ${op.path}`,
  "connect-pidfd": (op) => `connect to the pidfd socket ${op.path}`,
  "send-pidfd": () => "send a pidfd of the process to the pidfd socket",
  "seccomp-compile": () => "compile the seccomp filter",
  spawn: () => "start the helper",
  rlimit: (op) => `set ${rlimitName(op.resource)} to ${limit(op.soft)}, at most ${limit(op.hard)}`,
  "own-rlimit": (op) =>
    `set ${rlimitName(op.resource)} to ${limit(op.soft)}, at most ${limit(op.hard)}`,
  "host-hook": (op) => `run ${op.kind} hook #${op.index} ${op.path}`,
  "save-state": (op) => `save the state ${op.status}`,
  "pid-file": (op) => `write the pid file ${op.path}`,
};

/** What an operation does, in a few words. */
export function describe(op: Op): string {
  // The table has an entry of the right type for every name, which an index cannot say.
  const words = WORDS[op.op] as (one: Op) => string;
  return words(op);
}

/** The place in config.json that a step comes from (`config.json: mounts[0].options`), or nothing. */
export function originText(origin: Origin): string {
  return origin.pointer === null || origin.pointer === ""
    ? ""
    : `config.json: ${spoken(origin.pointer)}`;
}

function clockWords({ offsets }: { readonly offsets: string | null }): string {
  return offsets === null ? "make a time namespace" : "make a time namespace with its offsets";
}

function barrierWords({ name, from, to }: OpNamed<"barrier">): string {
  return `${side(to)} waits for ${side(from)}: ${name}`;
}

function side(name: string): string {
  return name === "host" ? "the engine" : name === "stage0" ? "stage 0" : name;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** The word of an MS_* propagation, with its r when it is recursive. */
export function propagationWord(flags: bigint): string {
  const recursive = (flags & MS.recursive) === 0n ? "" : "r";
  if ((flags & MS.shared) !== 0n) return `${recursive}shared`;
  if ((flags & MS.slave) !== 0n) return `${recursive}slave`;
  return (flags & MS.private) === 0n ? `${recursive}unbindable` : `${recursive}private`;
}

function octal(value: number, width: number): string {
  return value.toString(8).padStart(width, "0");
}

const SHORT = 40;

function quoted(value: string): string {
  const text = value.length > SHORT ? `${value.slice(0, SHORT)}...` : value;
  return JSON.stringify(text);
}

function rlimitName(resource: number): string {
  const found = Object.entries(RLIMITS).find(([, number]) => number === resource);
  return found?.[0] ?? `resource ${resource}`;
}

function limit(value: bigint): string {
  return value === UNLIMITED ? "unlimited" : `${value}`;
}
