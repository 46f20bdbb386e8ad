// From system calls to effects: short sentences that say what a call changed and on which object.
// A call that changes nothing outside of its process is silent; one that is not known here is an
// error, so that nothing new goes by unseen. Numbers stay numbers: strace runs with -X raw.
import { basename, join } from "node:path";
import { bytesOf, descriptorOf, memberOf, textOf, textsOf } from "./strace.ts";
import type { Call } from "./strace.ts";

/** What a process did, in order. */
export interface Effect {
  readonly call: Call;
  readonly text: string;
}

/** Number as strace prints it: octal modes, hexadecimal flags, products, words of 32 bits. */
export function numberOf(argument: string): bigint {
  if (/^\d+\*\d+$/.test(argument)) {
    return argument.split("*").reduce((product, part) => product * BigInt(part), 1n);
  }
  if (argument === "RLIM64_INFINITY") return (1n << 64n) - 1n;
  return argument
    .split("|")
    .map((part) => BigInt(/^0[0-7]+$/.test(part) ? `0o${part}` : part))
    .reduce((sum, part) => sum | part, 0n);
}

// A capability set is printed as its two words, the low one first.
function wordsOf(argument: string): bigint {
  const [low = "0", high = "0"] = argument.split("|");
  return BigInt(low) | (BigInt(high) << 32n);
}

function octal(argument: string, bits = 0o7777n): string {
  return `0${(numberOf(argument) & bits).toString(8)}`;
}

function hex(argument: string): string {
  return `0x${numberOf(argument).toString(16)}`;
}

const AT_EMPTY_PATH = 0x1000n;
const AT_RECURSIVE = 0x8000n;

/** State while the calls of one process are read. */
interface Reader {
  /** What each descriptor was opened as. */
  readonly opened: Map<number, string>;
  /** What strace said last that a descriptor is. */
  readonly known: Map<number, string>;
}

/** Path of a directory descriptor and a name. */
function place(call: Call, directory: number, name: number): string {
  const base = descriptorOf(call.args[directory] ?? "").what;
  const text = textOf(call.args[name] ?? '""');
  if (text === "") return base;
  return text.startsWith("/") ? text : join(base, text);
}

function what(call: Call, index = 0): string {
  return descriptorOf(call.args[index] ?? "").what;
}

function text(call: Call, index: number): string {
  return textOf(call.args[index] ?? "");
}

function arg(call: Call, index: number): string {
  return call.args[index] ?? "";
}

type Describe = (call: Call, reader: Reader) => string | null;

const O_ACCMODE = 0o3n;
const O_CREAT = 0o100n;

function opening(path: string, flags: bigint): string | null {
  if ((flags & O_CREAT) !== 0n) return `create ${path}`;
  // Files of procfs and cgroupfs change by what is written to them.
  if ((flags & O_ACCMODE) === 0n || /^\/(?:proc|sys)\//.test(path)) return null;
  return `open ${path} for writing`;
}

const RESOLVE_IN_ROOT = 0x10n;

function openat2(call: Call): string | null {
  const how = arg(call, 2);
  const inRoot = (numberOf(memberOf(how, "resolve")) & RESOLVE_IN_ROOT) !== 0n;
  const path = inRoot ? join(what(call), text(call, 1)) : place(call, 0, 1);
  if (call.error === "ENOENT") return `absent ${path}`;
  return call.error === null ? opening(path, numberOf(memberOf(how, "flags"))) : null;
}

// --- what travels between engine and helper ---------------------------------------------------

const KINDS = ["error", "pid", "barrier", "before", "warning", "listener"];
const REPORT_SIZE = 544;
const BARRIER_SIZE = 4;

/** A datagram: a report of the helper's, or the number of a step whose barrier is open. */
function datagram(bytes: Uint8Array, heard: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === BARRIER_SIZE) return `${heard ? "told" : "tell"} ${view.getUint32(0, true)}`;
  if (bytes.length !== REPORT_SIZE) return `${heard ? "receive" : "send"} ${bytes.length} bytes`;
  const kind = KINDS[view.getUint32(0, true)] ?? "?";
  return `${heard ? "hear" : "report"} ${kind} ${view.getUint32(4, true)}`;
}

function message(call: Call): Uint8Array {
  const parts = memberOf(arg(call, 1), "msg_iov");
  return bytesOf(memberOf(parts, "iov_base"));
}

function writing(call: Call): string | null {
  const file = what(call);
  if (/^\/?memfd:/.test(file)) return null;
  if (file.startsWith("socket:")) return datagram(bytesOf(arg(call, 1)), false);
  if (file.startsWith("pipe:")) return `pipe ${text(call, 1)}`;
  if (/\/\.state\.json\.\d+$/.test(file)) return `state ${statusIn(text(call, 1))}`;
  return `write ${file} ${JSON.stringify(text(call, 1))}`;
}

/** The status that a state document says. */
function statusIn(document: string): string {
  return /"status":"([a-z]+)"/.exec(document)?.[1] ?? "unknown";
}

/** A file that was written whole under a temporary name gets its own. */
function renamed(from: string, to: string): string {
  const temporary = new RegExp(`^\\.${basename(to)}\\.\\d+$`).test(basename(from));
  return temporary ? `rename ${to}` : `rename ${from} ${to}`;
}

function reading(call: Call): string | null {
  const file = what(call);
  if (file.startsWith("socket:")) return datagram(bytesOf(arg(call, 1)), true);
  if (file.startsWith("pipe:") && call.result !== "0") return `piped ${text(call, 1)}`;
  return file.endsWith("/gate") ? `read ${file}` : null;
}

// --- mounts --------------------------------------------------------------------------------------

function setattr(call: Call): string {
  const attr = arg(call, 3);
  const recursive = (numberOf(arg(call, 2)) & AT_RECURSIVE) !== 0n ? " recursive" : "";
  const parts = ["attr_set", "attr_clr", "propagation"].map((name) => hex(memberOf(attr, name)));
  return `attributes of ${place(call, 0, 1)}${recursive} ${parts.join(" ")}`;
}

const FSCONFIG: Readonly<Record<string, string>> = { "6": "create", "7": "reconfigure" };

function fsconfig(call: Call): string {
  const command = numberOf(arg(call, 1)).toString();
  if (command === "0") return `option ${text(call, 2)}`;
  if (command === "1") return `option ${text(call, 2)}=${text(call, 3)}`;
  return `file system ${FSCONFIG[command] ?? command}`;
}

function openTree(call: Call): string | null {
  const flags = numberOf(arg(call, 2));
  if ((flags & 1n) === 0n) return null;
  return `copy of ${place(call, 0, 1)}${(flags & AT_RECURSIVE) === 0n ? "" : " recursive"}`;
}

// --- files -------------------------------------------------------------------------------------------

const KIND_OF: Readonly<Record<string, string>> = { "1": "fifo", "2": "char", "6": "block" };

function mknod(call: Call): string {
  const mode = numberOf(arg(call, 2));
  const kind = KIND_OF[(mode >> 12n).toString()] ?? "file";
  const device = call.args[3] === undefined ? 0n : numberOf(arg(call, 3));
  const minor = (device & 0xffn) | ((device >> 12n) & 0xfff00n);
  const numbers = kind === "fifo" ? "" : ` ${(device >> 8n) & 0xfffn}:${minor}`;
  return `node ${place(call, 0, 1)} ${kind} ${octal(arg(call, 2))}${numbers}`;
}

/** chmod of a descriptor that strace does not know: it is younger than strace is. */
function fchmodat2(call: Call, reader: Reader): string {
  const fd = Number(arg(call, 0));
  return `mode ${reader.known.get(fd) ?? "?"} ${octal(hex(arg(call, 2)))}`;
}

function owner(call: Call): string {
  const empty = (numberOf(arg(call, 4)) & AT_EMPTY_PATH) !== 0n;
  const path = empty ? what(call) : place(call, 0, 1);
  return `owner ${path} ${arg(call, 2)}:${arg(call, 3)}`;
}

// --- what a process is -------------------------------------------------------------------------------

const PRCTL: Readonly<Record<string, string>> = {
  "4": "dumpable",
  "8": "keepcaps",
  "24": "bounding drop",
  "38": "no_new_privs",
  "47": "ambient",
};
// PR_CAPBSET_READ, PR_SET_NAME, PR_GET_NAME, PR_GET_NO_NEW_PRIVS.
const SILENT_PRCTL = ["23", "15", "16", "39"];

function prctl(call: Call): string | null {
  const option = numberOf(arg(call, 0)).toString();
  if (SILENT_PRCTL.includes(option)) return null;
  const values = call.args.slice(1, option === "47" ? 3 : 2).map((value) => numberOf(value));
  return `${PRCTL[option] ?? `prctl ${option}`} ${values.join(" ")}`;
}

function capset(call: Call): string {
  const set = (name: string): string => `0x${wordsOf(memberOf(arg(call, 1), name)).toString(16)}`;
  return `capabilities ${set("effective")} ${set("permitted")} ${set("inheritable")}`;
}

function limit(call: Call): string | null {
  const next = arg(call, 2);
  if (next === "NULL") return null;
  const [soft, hard] = ["rlim_cur", "rlim_max"].map((name) => numberOf(memberOf(next, name)));
  return `limit ${arg(call, 0).split(" ")[0] ?? ""} ${numberOf(arg(call, 1))} ${soft}:${hard}`;
}

// Of terminals and interfaces these are questions: TCGETS, TIOCGWINSZ, TIOCGPTN, SIOCGIFFLAGS.
const SILENT_IOCTL = ["0x5401", "0x5413", "0x80045430", "0x8913"];

function ioctl(call: Call): string | null {
  const request = hex(arg(call, 1));
  if (SILENT_IOCTL.includes(request)) return null;
  if (request !== "0x8914") return `ioctl ${request}`;
  const [name, flags] = ["ifr_name", "ifr_flags"].map((member) => memberOf(arg(call, 2), member));
  return `interface ${textOf(name ?? "")} ${hex(flags ?? "0")}`;
}

const FCNTL_SETFL = "4";

function fcntl(call: Call): string | null {
  // Flags of a description that others hold too; what only this process has is silent.
  const silent =
    numberOf(arg(call, 1)).toString() !== FCNTL_SETFL || /^(?:pipe|anon_inode):/.test(what(call));
  return silent || what(call) === "/dev/null" ? null : `status flags of ${what(call)}`;
}

// --- processes ---------------------------------------------------------------------------------------

/** CLONE_NEW*. */
const NEW_NAMESPACES = 0x7e02_0080n;
const CLONE_THREAD = 0x1_0000n;
/** Only stage 0 makes a process that is not its child: init. */
const CLONE_PARENT = 0x8000n;

/** Flags of a clone by either call. */
export function cloneFlags(call: Call): bigint {
  const plain = call.args.find((part) => part.startsWith("flags="));
  return numberOf(plain === undefined ? memberOf(arg(call, 0), "flags") : plain.slice(6));
}

/** True for a call that makes a process which is to run another program. */
export function isFork(call: Call): boolean {
  if (call.name === "fork" || call.name === "vfork") return true;
  const others = NEW_NAMESPACES | CLONE_THREAD | CLONE_PARENT;
  return /^clone3?$/.test(call.name) && (cloneFlags(call) & others) === 0n;
}

function clone(call: Call): string | null {
  const flags = cloneFlags(call);
  if ((flags & CLONE_THREAD) !== 0n) return "thread";
  const fresh = flags & NEW_NAMESPACES;
  return fresh === 0n ? "fork" : `new process in 0x${fresh.toString(16)}`;
}

/** `run PROGRAM ["args"] ["environment"]`. */
export function execution(call: Call): string {
  const at = call.name === "execveat";
  const path = at ? place(call, 0, 1) : text(call, 0);
  const shift = at ? 1 : 0;
  const list = (index: number): string =>
    arg(call, index).startsWith("[") ? JSON.stringify(textsOf(arg(call, index))) : "[]";
  return `run ${path} ${list(1 + shift)} ${list(2 + shift)}`;
}

function setns(call: Call, reader: Reader): string {
  const { fd, what: target } = descriptorOf(arg(call, 0));
  return `enter ${reader.opened.get(fd) ?? target} ${hex(arg(call, 1))}`;
}

function schedule(call: Call): string {
  const attr = arg(call, 1);
  const names = ["policy", "flags", "nice", "priority", "runtime", "deadline", "period"];
  return `schedule ${names
    .map((name) => memberOf(attr, `sched_${name}`) || "0")
    .map((value) => BigInt(value))
    .join(" ")}`;
}

const CALLS: Readonly<Record<string, Describe>> = {
  open: (call) => opening(text(call, 0), numberOf(arg(call, 1))),
  openat: (call) => opening(place(call, 0, 1), numberOf(arg(call, 2))),
  openat2,
  read: reading,
  write: writing,
  sendmsg: (call) => datagram(message(call), false),
  recvmsg: (call) => datagram(message(call), true),
  mkdir: (call) => `directory ${text(call, 0)} ${octal(arg(call, 1))}`,
  mkdirat: (call) => `directory ${place(call, 0, 1)} ${octal(arg(call, 2))}`,
  mknodat: mknod,
  symlinkat: (call) => `link ${place(call, 1, 2)} to ${text(call, 0)}`,
  unlinkat: (call) => `remove ${place(call, 0, 1)}`,
  unlink: (call) => `remove ${text(call, 0)}`,
  rename: (call) => renamed(text(call, 0), text(call, 1)),
  renameat: (call) => renamed(place(call, 0, 1), place(call, 2, 3)),
  ftruncate: (call) => `size of ${what(call)}`,
  fchownat: owner,
  fchown: (call) => `owner ${what(call)} ${arg(call, 1)}:${arg(call, 2)}`,
  fchmod: (call) => `mode ${what(call)} ${octal(arg(call, 1))}`,
  fchmodat: (call) => `mode ${place(call, 0, 1)} ${octal(arg(call, 2))}`,
  syscall_0x1c4: fchmodat2,
  utimensat: (call) => `times of ${what(call)}`,
  fsetxattr: (call) => `attribute of ${what(call)} ${text(call, 1)}`,
  access: (call) => (numberOf(arg(call, 1)) === 1n ? `look at ${text(call, 0)}` : null),
  mount_setattr: setattr,
  open_tree: openTree,
  move_mount: (call) => `attach ${place(call, 2, 3)}`,
  fsopen: (call) => `file system ${text(call, 0)}`,
  fspick: (call) => `file system at ${place(call, 0, 1)}`,
  fsconfig,
  fsmount: (call) => `detached mount ${hex(arg(call, 2))}`,
  mount: (call) => `mount ${call.args.join(" ")}`,
  umount2: (call) => `unmount ${text(call, 0)} ${hex(arg(call, 1))}`,
  pivot_root: (call) => `pivot ${text(call, 0)} ${text(call, 1)}`,
  chroot: (call) => `root ${text(call, 0)}`,
  chdir: (call) => `go to ${text(call, 0)}`,
  fchdir: (call) => `go to ${what(call)}`,
  setns,
  unshare: (call) => `unshare ${hex(arg(call, 0))}`,
  clone,
  clone3: clone,
  fork: () => "fork",
  vfork: () => "fork",
  execve: execution,
  execveat: execution,
  setsid: () => "session",
  keyctl: (call) =>
    `key ${[hex(arg(call, 0)), ...call.args.slice(call.args.length > 2 ? 2 : 1)].join(" ")}`,
  ioctl,
  fcntl,
  connect: (call) => `connect ${arg(call, 1)}`,
  sethostname: (call) => `hostname ${text(call, 0)}`,
  setdomainname: (call) => `domainname ${text(call, 0)}`,
  setgroups: (call) => `groups ${arg(call, 1)}`,
  setresgid: (call) => `gid ${call.args.join(" ")}`,
  setresuid: (call) => `uid ${call.args.join(" ")}`,
  prctl,
  capset,
  umask: (call) => `umask ${octal(arg(call, 0))}`,
  prlimit64: limit,
  setrlimit: (call) => limit({ ...call, args: ["0", arg(call, 0), arg(call, 1)] }),
  sched_setattr: schedule,
  ioprio_set: (call) => `ioprio ${numberOf(arg(call, 2))}`,
  personality: (call) => `personality ${hex(arg(call, 0))}`,
  seccomp: (call) =>
    arg(call, 0) !== "0x1"
      ? null
      : `filter ${numberOf(arg(call, 1))} ${memberOf(arg(call, 2), "len")}`,
  close_range: (call) =>
    numberOf(arg(call, 2)) === 4n ? `close at exec from ${arg(call, 0)}` : null,
  dup2: (call) => standard(call),
  dup3: (call) => standard(call),
  bpf: (call) => `bpf ${hex(arg(call, 0))}`,
  pidfd_send_signal: (call) => `signal ${arg(call, 1)}`,
  kill: (call) => `signal ${arg(call, 1)}`,
};

/** Only what becomes stdio counts. */
function standard(call: Call): string | null {
  const to = Number(/^\d+/.exec(arg(call, 1))?.[0]);
  return to <= 2 ? `stdio ${to} is ${what(call)}` : null;
}

// Calls that ask, wait, or change nothing but the process' own memory and descriptors.
const SILENT = new Set(
  `arch_prctl brk capget clock_gettime close dup epoll_create1 epoll_ctl epoll_wait eventfd2
  exit exit_group faccessat faccessat2 fstat fstatfs futex getcwd getdents64 getegid geteuid
  getgid getpid getppid getrandom getresgid getresuid getrlimit gettid getuid lseek lstat madvise
  memfd_create mmap mprotect mremap munmap newfstatat pidfd_open pipe2 poll pread64 readlink
  readlinkat restart_syscall rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn
  rt_sigtimedwait sched_getaffinity sched_yield sendfile set_robust_list set_tid_address
  sigaltstack socket socketpair stat statfs statx sysinfo tgkill timerfd_create uname wait4
  waitid flock fgetxattr flistxattr`.split(/\s+/),
);

// Something that is there already is worth knowing: nothing was made.
const MADE = new Set(["mkdirat", "mknodat", "symlinkat"]);

function describe(call: Call, reader: Reader): string | null {
  if (SILENT.has(call.name)) return null;
  const known = CALLS[call.name];
  if (known === undefined) throw new Error(`a system call that nobody thought of: ${call.name}`);
  if (call.error === "EEXIST" && MADE.has(call.name)) {
    return `there ${call.name === "symlinkat" ? place(call, 1, 2) : place(call, 0, 1)}`;
  }
  // Owners of stdio may be beyond the user namespace.
  if (call.name === "fchown" && call.error !== null) return `refused: ${known(call, reader) ?? ""}`;
  // What the kernel refused did not happen; that something is missing is told by openat2.
  return call.error === null || call.name === "openat2" ? known(call, reader) : null;
}

function remember(call: Call, reader: Reader): void {
  const found = /^(\d+)<(.*)>/.exec(call.result);
  if (found === null || !call.name.startsWith("open")) return;
  const fd = Number(found[1]);
  reader.known.set(fd, found[2] ?? "");
  if (call.name !== "open_tree")
    reader.opened.set(fd, call.name === "open" ? text(call, 0) : text(call, 1));
}

function isReading(first: Call | undefined, second: Call | undefined): boolean {
  return first?.name === "umask" && second?.name === "umask" && second.args[0] === first.result;
}

/** What the calls of one process did. @throws Error for a call that is not known */
export function effectsOf(calls: readonly Call[]): readonly Effect[] {
  const reader: Reader = { opened: new Map(), known: new Map() };
  const effects: Effect[] = [];
  for (const [index, call] of calls.entries()) {
    // A umask can only be read by changing it, and is put back at once.
    if (isReading(call, calls[index + 1]) || isReading(calls[index - 1], call)) continue;
    const said = describe(call, reader);
    remember(call, reader);
    if (said !== null) effects.push({ call, text: said });
  }
  return effects;
}
