// planExec: another process in a running container. It joins what init is in and makes nothing, so
// there are no mounts and no gate; the identity is put on exactly as in create.
import type { Process } from "../config/config.gen.ts";
import type { Program } from "../config/program.ts";
import { CLONE } from "./kernel.ts";
import { NAMESPACE_FILES } from "./namespaces.ts";
import type { Kind } from "./namespaces.ts";
import {
  connectConsole,
  connectPidfd,
  consoleSteps,
  dropGroups,
  identitySteps,
  programSteps,
  sendPidfd,
  surroundings,
} from "./process.ts";
import type { ProcessScope } from "./process.ts";
import { rdtTasks } from "./rdt.ts";
import { rlimitSteps } from "./rlimits.ts";
import { compileSteps, listenerSteps } from "./seccomp.ts";
import { numbersOf } from "./number-list.ts";
import { joinCgroups } from "./exec-cgroups.ts";
import { always, asked, barrier } from "./steps.ts";
import type { ExecContainer, ExecRequest, Facts, Plan, Step, Warning } from "./types.ts";

/**
 * The plan of an exec. The slot `init` is a pidfd of the container's init.
 * @throws PlanError (of its parts) when the process asks for what cannot be done
 */
export function planExec(
  process: Program,
  container: ExecContainer,
  facts: Facts,
  request: ExecRequest,
): Plan {
  const foreign = foreignKinds(container, facts);
  const warnings: Warning[] = [];
  const scope: ProcessScope = {
    process,
    pointer: "/process",
    facts,
    userNamespace: foreign.includes("user"),
    setgroups: container.setgroups,
    personality: container.personality,
    memoryPolicy: container.memoryPolicy,
    seccomp: container.seccomp,
    preserveFds: request.preserveFds,
    extraEnv: [],
    keepGroups: container.keepGroups,
    warnings,
  };
  const steps = [
    ...connectPidfd(request.pidfdSocket ?? null),
    ...connectConsole(scope, request.consoleSocket),
    ...compileSteps(scope.seccomp),
    always("prepare", "the helper, with the steps below", { op: "spawn" }),
    ...(foreign.includes("user") && !container.setgroups
      ? dropGroups(facts, container.keepGroups)
      : []),
    ...joinSteps(process, foreign),
    ...joinCgroups(container.cgroups, request.cgroups ?? []),
    ...(container.rdt === null ? [] : rdtTasks(container.rdt)),
    barrier("cgroup", "placed", "host", "init", "the process is in the container's cgroup"),
    ...affinitySteps(process, "final"),
    ...startSteps(container, request, foreign),
    ...consoleSteps(scope, false),
    ...surroundings(scope),
    ...identitySteps(scope),
    ...listenerSteps(scope.seccomp),
    barrier("commit", "ready", "init", "host", "all is done but the program"),
    ...rlimitSteps(process.rlimits ?? [], "/process/rlimits", facts, "engine"),
    ...sendPidfd(request.pidfdSocket ?? null, "setns"),
    ...(request.pidFile === null
      ? []
      : [always("commit", "--pid-file", { op: "pid-file", path: request.pidFile })]),
    barrier("commit", "committed", "host", "init", "the pid file is written"),
    ...programSteps(scope),
  ];
  return { steps, warnings, blobs: new Map(), cgroupPaths: {} };
}

/** The namespaces in which the container is and the runtime is not. */
function foreignKinds(container: ExecContainer, facts: Facts): readonly Kind[] {
  return (Object.keys(NAMESPACE_FILES) as Kind[]).filter((kind) => {
    const name = NAMESPACE_FILES[kind];
    const theirs = container.namespaces[name];
    return theirs !== undefined && theirs !== facts.ownNamespaces[name];
  });
}

/** `initial` before the move into the cgroup, `final` after it; an empty list leaves the CPUs alone. */
function affinitySteps(process: Process, when: "initial" | "final"): readonly Step[] {
  const cpus = numbersOf(process.execCPUAffinity?.[when] ?? "");
  if (cpus.length === 0) return [];
  return [
    asked(when === "initial" ? "namespaces" : "cgroup", `/process/execCPUAffinity/${when}`, {
      op: `${when}-affinity`,
      cpus,
    }),
  ];
}

function joinSteps(process: Process, foreign: readonly Kind[]): readonly Step[] {
  const flags = foreign.reduce((bits, kind) => bits | BigInt(CLONE[kind]), 0n);
  const score = process.oomScoreAdj;
  return [
    // Before the join, of stage 0 itself, which the process inherits: inside a user namespace the
    // score could not be lowered any more.
    ...(score === undefined
      ? []
      : [asked("namespaces", "/process/oomScoreAdj", { op: "oom-score", score: BigInt(score) })]),
    ...(flags === 0n
      ? []
      : [
          always("namespaces", "those of init", {
            op: "join-process",
            pidfd: "init",
            flags,
            root: foreign.includes("mount") ? "root" : null,
          }),
        ]),
    ...affinitySteps(process, "initial"),
    always("namespaces", "the process", { op: "clone", flags: 0n }),
    // Nothing is mapped here; init waits for stage 0 all the same.
    barrier("namespaces", "mapped", "stage0", "init", "stage 0 is done"),
  ];
}

function startSteps(
  container: ExecContainer,
  request: ExecRequest,
  foreign: readonly Kind[],
): readonly Step[] {
  return [
    ...(foreign.includes("user")
      ? [always("namespaces", "root of the user namespace", { op: "become", uid: 0, gid: 0 })]
      : []),
    always("namespaces", "a session of its own", { op: "setsid" }),
    ...(request.noNewKeyring
      ? []
      : [
          always("namespaces", "the container's keyring", {
            op: "keyring",
            name: `_ses.${container.id}`,
            label: null,
          }),
        ]),
    // setns(2) into the mount namespace made its root the process' root; without one the
    // container's init is there by chroot.
    ...(foreign.includes("mount")
      ? []
      : [
          always("root", "the container's root", { op: "root", path: container.rootfs, bind: 0 }),
          always("root", "no mount namespace", { op: "chroot" }),
        ]),
    always("root", "null devices become the container's", { op: "stdio" }),
  ];
}
