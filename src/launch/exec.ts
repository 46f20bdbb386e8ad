// exec: one more process in a running container, by the same two stages and barriers as create.
import { readBytes, readLink, readText } from "../native/paths.ts";
import { gatherFacts } from "../host/facts.ts";
import { parseNamespaceLink } from "../host/process.ts";
import { closeFd, O_DIRECTORY, O_PATH, openFile } from "../native/files.ts";
import { pidfdOpen } from "../native/processes.ts";
import { holdSignals, releaseSignals } from "../native/terminal.ts";
import { rdtGroups } from "../plan/rdt.ts";
import { planExec } from "../plan/exec.ts";
import { keepsGroups } from "../plan/process.ts";
import { checkId, containerFile } from "../state/directory.ts";
import { readState } from "../state/document.ts";
import { readExecRecord } from "../state/exec-record.ts";
import { StateError } from "../state/errors.ts";
import { isAlive } from "../state/process.ts";
import { statusOf } from "../state/status.ts";
import { execCgroups } from "./cgroups.ts";
import { attend } from "./attend.ts";
import { overriddenProcess } from "./exec-process.ts";
import { explained } from "./explain.ts";
import { Failure } from "./failure.ts";
import { inherited } from "./inherited.ts";
import { passedDescriptors } from "./listen.ts";
import { perform, writePidFile } from "./perform.ts";
import { checkConsole, OWN_CONSOLE, ownConsole, withCallersWindow } from "./console.ts";
import { hookState } from "./saved.ts";
import { Walk } from "./walk.ts";
import type { Program } from "../config/program.ts";
import type { SavedState } from "../state/document.ts";
import type { ExecRecord } from "../state/exec-record.ts";
import type { ExecContainer, Facts, Plan } from "../plan/types.ts";
import type { ExecOptions } from "./options.ts";
import type { Source } from "./explain.ts";
import type { Keeper } from "./perform.ts";

function runningState(options: ExecOptions): SavedState {
  const state = readState(options.root, options.id);
  const status = statusOf(options.root, state);
  switch (status) {
    case "stopped":
      throw new StateError("wrong-status", "cannot exec in a stopped container");
    case "paused":
      if (options.ignorePaused) return state;
      throw new StateError(
        "wrong-status",
        "cannot exec in a paused container (use --ignore-paused to override)",
      );
    case "creating":
      throw new StateError("wrong-status", "container not running");
    case "created":
    case "running":
      return state;
    default: {
      const never: never = status;
      throw new TypeError(String(never));
    }
  }
}

/** The process: what --process holds, or the container's own (as create read it) with flags. */
function wantedProcess(options: ExecOptions, config: ExecRecord): Program {
  if (options.processFile !== null) {
    return options.parseProcess(readBytes(options.processFile)).process;
  }
  if (config.process === undefined) throw new Failure("process property must not be empty");
  return overriddenProcess(config.process, options);
}

function namespaceLink(pid: number, name: string): string {
  try {
    return readLink(`/proc/${pid}/ns/${name}`);
  } catch {
    // init ended since its status was asked.
    throw new StateError("wrong-status", "cannot exec in a stopped container");
  }
}

/** What planExec has to know about the container. */
function containerOf(state: SavedState, config: ExecRecord, facts: Facts): ExecContainer {
  const pid = state.init_process_pid;
  const namespaces: Record<string, string> = {};
  for (const name of facts.namespaces) {
    const inode = parseNamespaceLink(namespaceLink(pid, name));
    if (inode !== null) namespaces[name] = inode;
  }
  return {
    id: state.id,
    rootfs: state.rootfs,
    namespaces,
    cgroups: execCgroups(state, facts),
    rdt: rdtGroups(config, facts, state.id),
    memoryPolicy: config.linux?.memoryPolicy ?? null,
    seccomp: config.linux?.seccomp ?? null,
    personality: config.linux?.personality?.domain ?? null,
    keepGroups: keepsGroups(config.annotations),
    setgroups: readText(`/proc/${pid}/setgroups`).trim() !== "deny",
  };
}

function never(what: string): () => never {
  return () => {
    throw new TypeError(`exec has no ${what}`);
  };
}

// exec makes nothing that outlives it: no directory, no state, no hooks.
function keeper(
  options: ExecOptions,
  state: SavedState,
  console: (path: string) => number,
): Keeper {
  return {
    root: options.root,
    id: options.id,
    makeDirectory: never("directory"),
    cgroup: never("cgroup of its own"),
    madeCgroup: never("cgroup of its own"),
    movedDevice: never("network devices"),
    rdtGroup: never("resctrl group of its own"),
    unit: never("unit"),
    console,
    hook: never("hooks"),
    saveState: never("state"),
    told: () => hookState(state, statusOf(options.root, state), state.init_process_pid),
  };
}

function planFor(options: ExecOptions, state: SavedState): Plan {
  const facts = gatherFacts();
  const config = readExecRecord(options.root, options.id);
  const wanted = wantedProcess(options, config);
  const process = options.detach ? wanted : withCallersWindow(wanted);
  const consoleSocket = options.consoleSocket ?? (options.detach ? null : OWN_CONSOLE);
  checkConsole(process.terminal === true, consoleSocket);
  const request = {
    pidFile: null,
    consoleSocket,
    pidfdSocket: options.pidfdSocket,
    cgroups: options.cgroups,
    noNewKeyring: state.tsrun.noNewKeyring,
    preserveFds: options.preserveFds,
  };
  return planExec(process, containerOf(state, config, facts), facts, request);
}

/**
 * `exec`. Detached: 0 once the program was executed. In the foreground the attendant takes over and
 * ends with the program's status.
 * @throws StateError, Failure, ConfigError
 */
export function exec(options: ExecOptions): number {
  checkId(options.id);
  const state = runningState(options);
  try {
    return execIn(state, options);
  } catch (error) {
    throw explained(error, { source: sourceOf(options), config: null, facts: gatherFacts });
  }
}

/** What the process was read from; null when it is no longer there to be looked into. */
function sourceOf(options: ExecOptions): Source | null {
  const own = containerFile(options.root, options.id, "config");
  const [name, base, path] =
    options.processFile === null
      ? (["config.json", "", own] as const)
      : (["process document", "/process", options.processFile] as const);
  try {
    return { name, base, bytes: readBytes(path) };
  } catch {
    return null;
  }
}

function execIn(state: SavedState, options: ExecOptions): number {
  const plan = planFor(options, state);
  for (const warning of plan.warnings) options.warn(warning.message);
  const from = inherited();
  const passed = passedDescriptors({}, 0, options.preserveFds, from);
  const console = ownConsole();
  const own = keeper(options, state, console.connect);
  const walk = new Walk(plan, {
    inherited: from,
    preserve: passed.fds,
    warn: options.warn,
    perform: (op, self) => perform(op, self, own),
    born: () => undefined,
    causeOfDeath: () => null,
  });
  try {
    walk.slots.set("init", pidfdOpen(state.init_process_pid));
    walk.slots.set("root", openFile(`/proc/${state.init_process_pid}/root`, O_PATH | O_DIRECTORY));
    // The pid may have become another's between the look and the open.
    if (!isAlive(state.init_process_pid, state.init_process_start)) {
      throw new StateError("wrong-status", "cannot exec in a stopped container");
    }
    walk.run();
    if (!options.detach) holdSignals();
    walk.awaitExec();
    // Callers take a pid file as the proof that the exec happened.
    if (options.pidFile !== null) writePidFile(options.pidFile, walk.init().pid);
  } catch (error) {
    walk.kill();
    walk.close();
    releaseSignals();
    throw error;
  }
  const { pid, pidfd } = walk.init();
  walk.close();
  if (options.detach) {
    closeFd(pidfd);
    return 0;
  }
  options.started();
  return attend(pid, { terminal: console.take(), finish: null });
}
