// planCreate: everything a create does, in order. Each line is a part of the plan; why it stands
// where it stands is said beside it.
import type { Config } from "../config/config.gen.ts";
import { programOf } from "../config/program.ts";
import { planCgroup } from "./cgroup.ts";
import type { CgroupPlan } from "./cgroup.ts";
import { deviceSteps } from "./devices.ts";
import { containerHooks, hostHooks } from "./hooks.ts";
import { becomeSteps, deniesSetgroups, idmapSteps } from "./idmaps.ts";
import { CAP } from "./kernel.ts";
import { mountSteps } from "./mounts.ts";
import { cloneStep, joinSteps, readNamespaces, timeSteps } from "./namespaces.ts";
import type { Namespaces } from "./namespaces.ts";
import { netDeviceSteps } from "./net-devices.ts";
import { notifySteps } from "./notify.ts";
import { joinPaths, resolveFrom } from "./paths.ts";
import {
  connectConsole,
  connectPidfd,
  consoleSteps,
  identitySteps,
  dropGroups,
  keepsGroups,
  programSteps,
  sendPidfd,
  surroundings,
} from "./process.ts";
import type { ProcessScope } from "./process.ts";
import { rdtSteps } from "./rdt.ts";
import { rlimitSteps } from "./rlimits.ts";
import { enterSteps, protectSteps, rootSteps } from "./root.ts";
import { holds } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { compileSteps, listenerSteps } from "./seccomp.ts";
import { always, asked, barrier } from "./steps.ts";
import { sysctlSteps } from "./sysctl.ts";
import { PlanError } from "./types.ts";
import type { CreateRequest, Facts, Plan, Step } from "./types.ts";
import { warnOfLabels } from "./labels.ts";

// The helper holds this many descriptors (MAX_SLOTS); three are the gate's and the console's.
const BIND_SLOTS = 64 - 3;

/**
 * The plan of a create. Nothing is performed and nothing is read but the arguments.
 * @throws PlanError when config.json asks for what cannot be done
 */
export function planCreate(config: Config, facts: Facts, request: CreateRequest): Plan {
  const scope = readScope(config, facts, request);
  const cgroup = planCgroup(config, facts, request);
  const mounts = mountSteps(scope, cgroup.cgroupPaths);
  const notify = notifySteps(scope);
  const bound = [...notify.host, ...mounts.host];
  refuseTooManyBinds(bound);
  const early = bound.some(({ op }) => op.op === "open-tree" && isCgroup(op.source, cgroup));
  const program = processScope(scope, notify.env);
  const hooked = hostHooks(scope, "prestart").concat(hostHooks(scope, "createRuntime"));
  const steps = [
    ...prepareSteps(scope, early ? [...cgroup.make, ...bound] : bound, program),
    // Made while the helper gets through its start and its clone.
    ...(early ? [] : cgroup.make),
    ...stageSteps(scope),
    ...cgroup.join,
    ...netDeviceSteps(scope),
    ...rdtSteps(config, facts, request.id),
    // Limits only once init is inside, so that they bind nobody else.
    ...cgroup.limits,
    barrier("cgroup", "placed", "host", "init", "init is in its cgroup"),
    ...startSteps(scope),
    ...rootSteps(scope),
    ...mounts.init,
    // Last, as a mount of the configuration may hold its place.
    ...notify.init,
    ...deviceSteps(scope),
    barrier("hooks", "prepared", "init", "host", "mounts and devices are there"),
    ...hooked,
    barrier("hooks", "hooks", "host", "init", "hooks of the runtime ran"),
    ...containerHooks(scope, "createContainer"),
    ...enterSteps(scope),
    ...insideSteps(scope, program),
    ...sysctlSteps(scope),
    ...nameSteps(scope),
    ...mounts.late,
    ...protectSteps(scope),
    ...(program === null ? [] : [...surroundings(program), ...identitySteps(program)]),
    ...listenerSteps(program?.seccomp ?? null),
    ...commitSteps(scope),
    always("start", "until start", { op: "gate", gate: "gate", status: "status" }),
    ...(program === null
      ? []
      : [...containerHooks(scope, "startContainer"), ...programSteps(program)]),
  ];
  return {
    steps,
    warnings: [...scope.warnings, ...cgroup.warnings],
    blobs: cgroup.blobs,
    cgroupPaths: cgroup.cgroupPaths,
  };
}

/** What the parts of the planner are given. @throws PlanError */
export function readScope(config: Config, facts: Facts, request: CreateRequest): Scope {
  const namespaces = readNamespaces(config, facts);
  if (facts.euid !== 0 && !namespaces.has("user")) {
    throw new PlanError("/linux/namespaces", "rootless container requires user namespaces");
  }
  const rootfs = resolveFrom(request.bundle, config.root.path);
  const scope = { config, facts, request, namespaces, rootfs, warnings: [] };
  warnOfLabels(scope);
  return scope;
}

/** The container's own cgroup can be a bind source: then it has to be there first. */
function isCgroup(source: string, { cgroupPaths }: CgroupPlan): boolean {
  return Object.values(cgroupPaths).includes(source);
}

function refuseTooManyBinds(steps: readonly Step[]): void {
  if (steps.filter(({ op }) => op.op === "open-tree").length <= BIND_SLOTS) return;
  throw new PlanError(
    "/mounts",
    `more than ${BIND_SLOTS} bind mounts into a user namespace are not supported yet`,
  );
}

function processScope(scope: Scope, env: readonly string[]): ProcessScope | null {
  const { config, facts, namespaces, request, warnings } = scope;
  const program = programOf(config);
  if (program === null) return null;
  return {
    process: program,
    pointer: "/process",
    facts,
    userNamespace: namespaces.has("user"),
    setgroups: maySetgroups(config, facts, namespaces),
    personality: config.linux?.personality?.domain ?? null,
    memoryPolicy: config.linux?.memoryPolicy ?? null,
    seccomp: config.linux?.seccomp ?? null,
    preserveFds: request.preserveFds,
    extraEnv: [...(request.extraEnv ?? []), ...env],
    keepGroups: keepsGroups(config.annotations),
    warnings,
  };
}

function maySetgroups(config: Config, facts: Facts, namespaces: Namespaces): boolean {
  if (namespaces.makes("user")) return !deniesSetgroups(config, facts);
  if (!namespaces.joins("user") || holds(facts, CAP.setgid)) return true;
  // A joined namespace of an ordinary user may deny it; nothing is lost when nothing is to be set.
  return (config.process?.user?.additionalGids?.length ?? 0) > 0;
}

/** On the host, before a process exists. */
function prepareSteps(
  scope: Scope,
  mounts: readonly Step[],
  program: ProcessScope | null,
): readonly Step[] {
  const { request } = scope;
  return [
    // First of all: what follows is written into its journal.
    always("prepare", "state and journal", {
      op: "state-directory",
      path: joinPaths(request.root, request.id),
    }),
    always("prepare", "where start meets init", { op: "start-gate" }),
    ...connectPidfd(request.pidfdSocket ?? null),
    ...mounts,
    ...(program === null
      ? []
      : [...connectConsole(program, request.consoleSocket), ...compileSteps(program.seccomp)]),
    always("prepare", "the helper, with the steps below", { op: "spawn" }),
  ];
}

/** Stage 0: in the host's namespaces, up to the process that becomes the container. */
function stageSteps(scope: Scope): readonly Step[] {
  const { config, facts, namespaces } = scope;
  const score = config.process?.oomScoreAdj;
  const oomScore =
    score === undefined
      ? []
      : [asked("namespaces", "/process/oomScoreAdj", { op: "oom-score", score: BigInt(score) })];
  // In a joined user namespace the score of another process cannot be written: before the join it
  // is stage 0's own, which init inherits.
  const early = namespaces.joins("user");
  return [
    ...(early ? oomScore : []),
    ...(early ? dropGroups(facts, keepsGroups(config.annotations)) : []),
    ...joinSteps(namespaces),
    ...timeSteps(config, namespaces, "stage0"),
    cloneStep(namespaces),
    ...idmapSteps(scope),
    ...(early ? [] : oomScore),
    barrier("namespaces", "mapped", "stage0", "init", "id maps are written"),
  ];
}

/** init's first steps inside its namespaces. */
function startSteps(scope: Scope): readonly Step[] {
  const { config, namespaces, request } = scope;
  const label = config.process?.selinuxLabel ?? "";
  return [
    ...becomeSteps(scope),
    ...timeSteps(config, namespaces, "init"),
    always("namespaces", "a session of its own", { op: "setsid" }),
    ...(request.noNewKeyring
      ? []
      : [
          always("namespaces", "a keyring of its own", {
            op: "keyring",
            name: `_ses.${request.id}`,
            label: label === "" ? null : label,
          }),
        ]),
    // Only now: the namespace's root is the cgroup that init is in.
    ...(namespaces.makes("cgroup")
      ? [asked("namespaces", "/linux/namespaces", { op: "cgroup-namespace" })]
      : []),
    ...(namespaces.makes("network")
      ? [asked("namespaces", "/linux/namespaces", { op: "loopback" }, "new network namespace")]
      : []),
  ];
}

/** Right after the root was entered, while it may still be written. */
function insideSteps(scope: Scope, program: ProcessScope | null): readonly Step[] {
  const stdio = always("root", "null devices become the container's", { op: "stdio" });
  if (program === null) return [stdio];
  const path = program.process.cwd;
  return [
    stdio,
    // Made now because the root may become read-only; entered for good once the user is set.
    asked("root", "/process/cwd", { op: "cwd", path, create: 1 }, "made when missing"),
    ...consoleSteps(program, scope.namespaces.has("mount")),
  ];
}

function nameSteps({ config }: Scope): readonly Step[] {
  const { hostname = "", domainname = "" } = config;
  return [
    ...(hostname === "" ? [] : [asked("system", "/hostname", { op: "hostname", name: hostname })]),
    ...(domainname === ""
      ? []
      : [asked("system", "/domainname", { op: "domainname", name: domainname })]),
  ];
}

/** init is done but for the wait: limits, then what others read. */
function commitSteps({ config, facts, request }: Scope): readonly Step[] {
  return [
    barrier("commit", "ready", "init", "host", "all is done but the wait"),
    ...rlimitSteps(config.process?.rlimits ?? [], "/process/rlimits", facts, "engine"),
    ...sendPidfd(request.pidfdSocket ?? null, "standard"),
    always("commit", "state.json", { op: "save-state", status: "created" }),
    ...(request.pidFile === null
      ? []
      : [always("commit", "--pid-file", { op: "pid-file", path: request.pidFile })]),
    barrier("commit", "committed", "host", "init", "state and pid file are written"),
  ];
}
