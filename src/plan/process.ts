// process: what the program is and may do. The same steps serve create and exec; only the order in
// which the callers put them beside hooks, barriers and the gate differs.
import type { MemoryPolicy, Seccomp, User } from "../config/config.gen.ts";
import type { Program } from "../config/program.ts";
import { KEEP_GROUPS } from "./annotations.ts";
import { capabilityMasks, grantable } from "./capabilities.ts";
import { CAP } from "./kernel.ts";
import { memoryPolicySteps } from "./memory-policy.ts";
import { filterStep, notifies } from "./seccomp.ts";
import { holds } from "./scope.ts";
import { rlimitSteps } from "./rlimits.ts";
import { always, asked } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Facts, Step, Warning } from "./types.ts";

/** What decides about one process. */
export interface ProcessScope {
  readonly process: Program;
  /** Where `process` is in its document: `/process`. */
  readonly pointer: string;
  readonly facts: Facts;
  /** The process is in another user namespace than the runtime. */
  readonly userNamespace: boolean;
  /** The list of supplementary groups can be set. */
  readonly setgroups: boolean;
  readonly personality: "LINUX" | "LINUX32" | null;
  readonly memoryPolicy: MemoryPolicy | null;
  readonly seccomp: Seccomp | null;
  /** Descriptors from 3 up that the program keeps. */
  readonly preserveFds: number;
  /** Variables behind those of the process (socket activation). */
  readonly extraEnv: readonly string[];
  /** The runtime's supplementary groups stay as they are. */
  readonly keepGroups: boolean;
  readonly warnings: Warning[];
}

const ROOT: User = { uid: 0, gid: 0 };

// What execvp(3) searches when there is no PATH.
const DEFAULT_PATH = "/bin:/usr/bin";

/** The terminal: stdio is replaced before anything waits, so that no engine's end stays open. */
export function consoleSteps(scope: ProcessScope, bind: boolean): readonly Step[] {
  const { process, pointer } = scope;
  if (process.terminal !== true) return [];
  return [
    asked("root", `${pointer}/terminal`, {
      op: "console",
      socket: "console",
      rows: process.consoleSize?.height ?? 0,
      columns: process.consoleSize?.width ?? 0,
      uid: (process.user ?? ROOT).uid,
      bind: bind ? 1 : 0,
    }),
  ];
}

/**
 * The console socket, connected to on the host's side. Without a terminal there is nothing to send;
 * whether that or a missing socket is an error depends on the verb.
 */
export function connectConsole(scope: ProcessScope, path: string | null): readonly Step[] {
  if (path === null || scope.process.terminal !== true) return [];
  return [always("prepare", "--console-socket", { op: "connect-console", slot: "console", path })];
}

/** The pidfd socket, connected to before the container is made (a wrong path costs nothing then). */
export function connectPidfd(path: string | null): readonly Step[] {
  return path === null ? [] : [always("prepare", "--pidfd-socket", { op: "connect-pidfd", path })];
}

/** A pidfd of the process for the socket's other end. */
export function sendPidfd(path: string | null, text: string): readonly Step[] {
  return path === null ? [] : [always("commit", "--pidfd-socket", { op: "send-pidfd", text })];
}

/** Whether the annotation that crun knows asks to leave the supplementary groups alone. */
export function keepsGroups(annotations: Readonly<Record<string, string>> | undefined): boolean {
  return annotations?.[KEEP_GROUPS] === "1";
}

/**
 * The supplementary groups of the runtime go before a user namespace is joined: one that denies
 * setgroups would leave them to the process.
 */
export function dropGroups(facts: Facts, keepGroups: boolean): readonly Step[] {
  if (!holds(facts, CAP.setgid) || keepGroups) return [];
  return [always("namespaces", "none of the runtime's comes along", { op: "drop-groups" })];
}

/** What a process has besides its identity: umask, personality, scheduling, memory policy. */
export function surroundings(scope: ProcessScope): readonly Step[] {
  const { process, pointer, personality } = scope;
  const steps: Step[] = [];
  const umask = process.user?.umask;
  if (umask !== undefined) {
    steps.push(asked("process", `${pointer}/user/umask`, { op: "umask", mode: umask }));
  }
  if (personality !== null) {
    const persona = personality === "LINUX32" ? 8 : 0;
    steps.push(asked("process", "/linux/personality", { op: "personality", persona }));
  }
  return [
    ...steps,
    ...schedulerSteps(scope),
    ...ioPrioritySteps(scope),
    ...memoryPolicySteps(scope.memoryPolicy),
  ];
}

const POLICIES = {
  SCHED_OTHER: 0,
  SCHED_FIFO: 1,
  SCHED_RR: 2,
  SCHED_BATCH: 3,
  SCHED_ISO: 4,
  SCHED_IDLE: 5,
  SCHED_DEADLINE: 6,
} as const;

const SCHEDULER_FLAGS = {
  SCHED_FLAG_RESET_ON_FORK: 0x01n,
  SCHED_FLAG_RECLAIM: 0x02n,
  SCHED_FLAG_DL_OVERRUN: 0x04n,
  SCHED_FLAG_KEEP_POLICY: 0x08n,
  SCHED_FLAG_KEEP_PARAMS: 0x10n,
  SCHED_FLAG_UTIL_CLAMP_MIN: 0x20n,
  SCHED_FLAG_UTIL_CLAMP_MAX: 0x40n,
} as const;

function schedulerSteps({ process, pointer }: ProcessScope): readonly Step[] {
  const { scheduler } = process;
  if (scheduler === undefined) return [];
  const { policy, nice, priority, flags, runtime, deadline, period } = scheduler;
  return [
    asked("process", `${pointer}/scheduler`, {
      op: "scheduler",
      policy: POLICIES[policy],
      nice: BigInt(nice ?? 0),
      priority: priority ?? 0,
      flags: (flags ?? []).reduce((bits, flag) => bits | SCHEDULER_FLAGS[flag], 0n),
      runtime: runtime ?? 0n,
      deadline: deadline ?? 0n,
      period: period ?? 0n,
    }),
  ];
}

const IO_CLASSES = { IOPRIO_CLASS_RT: 1, IOPRIO_CLASS_BE: 2, IOPRIO_CLASS_IDLE: 3 } as const;
const IO_CLASS_SHIFT = 13;

function ioPrioritySteps({ process, pointer }: ProcessScope): readonly Step[] {
  const io = process.ioPriority;
  if (io === undefined) return [];
  const value = (IO_CLASSES[io.class] << IO_CLASS_SHIFT) | io.priority;
  return [asked("process", `${pointer}/ioPriority`, { op: "ioprio", value })];
}

/**
 * From the container's root to the program's own identity, program looked up. With noNewPrivileges
 * false the filter is loaded here, while CAP_SYS_ADMIN is still effective; what follows it is only
 * capset, prctl, read, write and close. With true it is loaded by {@link programSteps}, but for one
 * that notifies, which is the last step here.
 * @throws PlanError for a label that the host does not know, or groups that cannot be set
 */
export function identitySteps(scope: ProcessScope): readonly Step[] {
  const { process, pointer, facts } = scope;
  const user = process.user ?? ROOT;
  const { uid, gid } = user;
  const available = grantable(facts, scope.userNamespace);
  const place = `${pointer}/capabilities`;
  const masks = capabilityMasks(process.capabilities, available, place, scope.warnings);
  const restricted = process.noNewPrivileges === true;
  return [
    asked("process", `${place}/bounding`, { op: "bounding", keep: masks.bounding }),
    // A terminal got its owner when it was made.
    ...(process.terminal === true
      ? []
      : [asked("process", `${pointer}/user`, { op: "chown-stdio", uid, gid })]),
    userStep(scope, user),
    asked("process", `${pointer}/cwd`, { op: "cwd", path: process.cwd, create: 0 }),
    lookupStep(scope),
    always("process", "descriptors of the runtime", {
      op: "close-fds",
      preserve: scope.preserveFds,
    }),
    ...labelSteps(scope),
    ...rlimitSteps(process.rlimits ?? [], `${pointer}/rlimits`, facts, "init"),
    ...(restricted ? [] : filterStep(scope.seccomp, "process")),
    ...(restricted
      ? [asked("process", `${pointer}/noNewPrivileges`, { op: "no-new-privileges" })]
      : []),
    asked("process", place, {
      op: "capabilities",
      effective: masks.effective,
      permitted: masks.permitted,
      inheritable: masks.inheritable,
      ambient: masks.ambient,
    }),
    // The listener has to be taken while the engine is still there.
    ...(restricted && notifies(scope.seccomp) ? filterStep(scope.seccomp, "process") : []),
  ];
}

function userStep(scope: ProcessScope, user: User): Step {
  const groups = user.additionalGids ?? [];
  const pointer = `${scope.pointer}/user`;
  if (scope.keepGroups) {
    const { uid, gid } = user;
    return asked("process", pointer, { op: "user", uid, gid, groups: [], setgroups: 0 });
  }
  if (groups.length > 0 && !scope.setgroups) {
    throw new PlanError(
      `${pointer}/additionalGids`,
      "supplementary groups cannot be set in a user namespace that denies setgroups",
    );
  }
  return asked("process", pointer, {
    op: "user",
    uid: user.uid,
    gid: user.gid,
    groups,
    setgroups: scope.setgroups ? 1 : 0,
  });
}

/** The environment of the program: of a name that is there twice the last counts. */
function environment(scope: ProcessScope): readonly string[] {
  const env = [...(scope.process.env ?? []), ...scope.extraEnv];
  const nameOf = (entry: string): string => entry.split("=", 1)[0] ?? "";
  const last = new Map(env.map((entry, index) => [nameOf(entry), index]));
  return env.filter((entry, index) => last.get(nameOf(entry)) === index);
}

function variable(env: readonly string[], name: string): string | undefined {
  return env.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
}

function lookupStep(scope: ProcessScope): Step {
  const { process, pointer } = scope;
  const [name] = process.args;
  if (name === undefined) throw new PlanError(`${pointer}/args`, "args must not be empty");
  const path = variable(environment(scope), "PATH") ?? DEFAULT_PATH;
  return asked("process", `${pointer}/args/0`, { op: "lookup", name, path });
}

function labelSteps({ process, pointer, facts }: ProcessScope): readonly Step[] {
  const steps: Step[] = [];
  const { apparmorProfile: profile = "", selinuxLabel: context = "" } = process;
  if (profile !== "") {
    const at = `${pointer}/apparmorProfile`;
    if (!facts.apparmor) throw new PlanError(at, "AppArmor is not enabled on this host");
    steps.push(asked("process", at, { op: "exec-label", kind: "apparmor", label: profile }));
  }
  if (context !== "") {
    const at = `${pointer}/selinuxLabel`;
    if (!facts.selinux) throw new PlanError(at, "SELinux is not enabled on this host");
    steps.push(asked("process", at, { op: "exec-label", kind: "selinux", label: context }));
  }
  return steps;
}

/** The end: the filter where it comes last, and the program. */
export function programSteps(scope: ProcessScope): readonly Step[] {
  const { process, pointer } = scope;
  const env = environment(scope);
  const home = variable(env, "HOME") ?? "";
  return [
    ...(process.noNewPrivileges === true && !notifies(scope.seccomp)
      ? filterStep(scope.seccomp, "start")
      : []),
    asked("start", `${pointer}/args`, {
      op: "exec",
      args: process.args,
      env,
      home: home === "" ? 1 : 0,
      uid: (process.user ?? ROOT).uid,
    }),
  ];
}
