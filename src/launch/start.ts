// start: one byte to the gate, then the status FIFO tells whether the program was executed.
import {
  closeFd,
  makeBlocking,
  O_NONBLOCK,
  O_RDONLY,
  O_WRONLY,
  openFile,
  readToEnd,
  writeAll,
} from "../native/files.ts";
import { gatherFacts } from "../host/facts.ts";
import { errorName, errorText } from "../native/errors.ts";
import { decodeReport, REPORT_SIZE } from "../wire/report.ts";
import { checkId, containerFile, heldLock, lockDirectory } from "../state/directory.ts";
import { readState, writeState } from "../state/document.ts";
import { StateError } from "../state/errors.ts";
import { statusOf } from "../state/status.ts";
import { explained } from "./explain.ts";
import { Failure } from "./failure.ts";
import { hookCall } from "../plan/hook-call.ts";
import { runHook, runPoststop } from "./hooks.ts";
import { closeNotify, forwardReadiness, openNotify } from "./notify.ts";
import type { Notify } from "./notify.ts";
import { destroy } from "./remove.ts";
import { HookFailure } from "./report.ts";
import { hookState } from "./saved.ts";
import type { Lock } from "../state/directory.ts";
import type { SavedState } from "../state/document.ts";
import type { Report } from "../wire/report.ts";
import type { Status } from "../state/status.ts";

const EXECUTED = 0x58; // X

function checkCreated(status: Status): void {
  switch (status) {
    case "created":
      return;
    case "stopped":
      throw new StateError("wrong-status", "cannot start a container that has stopped");
    case "running":
    case "paused":
      throw new StateError("wrong-status", "cannot start an already running container");
    case "creating":
      throw new StateError("wrong-status", "cannot start a container that is still being created");
    default: {
      const never: never = status;
      throw new TypeError(String(never));
    }
  }
}

/** One byte to the gate, and what init answers until it is gone or has become the program. */
function knock(root: string, id: string): Uint8Array {
  const path = containerFile(root, id, "status");
  const status = openFile(path, O_RDONLY | O_NONBLOCK);
  let gate = -1;
  try {
    gate = openFile(containerFile(root, id, "gate"), O_WRONLY | O_NONBLOCK);
    makeBlocking(status);
    writeAll(gate, Uint8Array.of(0x47), "the gate");
    // Ends when init has closed its side: by execve or by death.
    return readToEnd(status, 4096, path);
  } finally {
    closeFd(gate);
    closeFd(status);
  }
}

/** What a report from behind the gate says; the plan is gone, its words were kept. */
function gateFailure(report: Report, words: string): Failure {
  if (report.call === "hook") return new HookFailure(`${words}: ${report.text}`);
  const reason = errorText(report.error);
  const place = { pointer: null, call: report.call, errno: errorName(report.error) };
  if (report.call === "execve")
    return new Failure(`${words}: ${reason}`, 1, { op: "exec", ...place });
  const op = report.call === "seccomp" ? "seccomp" : null;
  return new Failure(`${words}: ${report.call} ${report.text}: ${reason}`, 1, { op, ...place });
}

/** What a shortcut leaves to us that has opened the gate: its lock and init's answer. */
interface Handover {
  readonly lock: Lock;
  readonly answer: Uint8Array;
}

/** Reads TSRUN_START (`LOCK:ANSWER`, descriptors); only the launcher sets it. */
function takeHandover(): Handover | null {
  const match = /^(\d+):(\d+)$/.exec(process.env["TSRUN_START"] ?? "");
  if (match === null) return null;
  const fd = Number(match[2]);
  const answer = readToEnd(fd, 4096, "the answer");
  closeFd(fd);
  return { lock: heldLock(Number(match[1])), answer };
}

/** Reads what became of the program. @throws Failure when it was not executed */
function checkAnswer(state: SavedState, answer: Uint8Array): void {
  const executed = answer[0] === EXECUTED;
  const rest = executed ? answer.subarray(1) : answer;
  if (rest.length >= REPORT_SIZE) {
    const report = decodeReport(rest.subarray(0, REPORT_SIZE));
    throw gateFailure(report, state.tsrun.behindGate[report.step] ?? "start");
  }
  if (!executed) throw new Failure("the container's init died before the program was executed");
}

/** The words that callers know for a configuration without a process, and for one without args. */
function noProgram(missing: SavedState["tsrun"]["missing"]): Failure {
  return missing === "process.args"
    ? new Failure("cannot start: args must not be empty (config.json: process.args is absent)")
    : new Failure("cannot start: process property must not be empty (config.json has none)");
}

/** A container whose program runs. */
export interface Started {
  readonly state: SavedState;
  /** Where its readiness arrives and goes to, null without a manager. */
  readonly notify: Notify | null;
}

/**
 * Starts a created container and waits until it is ready where a service manager wants to know; a
 * failed start destroys it and runs its poststop hooks (L-12, L-15).
 * @throws StateError, Failure
 */
export function start(
  root: string,
  id: string,
  warn: (message: string) => void = () => undefined,
): void {
  const { state, notify } = startUnwaited(root, id, warn);
  if (notify === null) return;
  try {
    forwardReadiness(notify, state.pid);
  } finally {
    closeNotify(notify);
  }
}

/** {@link start} up to the wait. @throws StateError, Failure */
export function startUnwaited(
  root: string,
  id: string,
  warn: (message: string) => void = () => undefined,
): Started {
  checkId(id);
  const handover = takeHandover();
  const lock = handover?.lock ?? lockDirectory(root, id);
  let state: SavedState;
  let notify: Notify | null = null;
  try {
    state = readState(root, id);
    if (handover === null) checkCreated(statusOf(root, state));
    if (!state.tsrun.hasProcess) {
      throw noProgram(state.tsrun.missing);
    }
    if (state.tsrun.notifies === true) notify = openNotify(root, id);
    try {
      checkAnswer(state, handover?.answer ?? knock(root, id));
      state = { ...state, status: "running" };
      writeState(root, state);
    } catch (error) {
      fail(root, state, warn);
      throw explained(error, { source: null, config: null, facts: gatherFacts });
    }
  } finally {
    lock.release();
  }
  runPoststart(root, state, warn);
  return { state, notify };
}

function fail(root: string, state: SavedState, warn: (message: string) => void): void {
  try {
    destroy(root, state);
  } catch (error) {
    // The caller reports why the start failed, which matters more.
    warn(error instanceof Error ? error.message : String(error));
  }
  runPoststop(state.tsrun.poststop, hookState(state, "stopped", 0), warn);
}

// Hooks run without the lock, so that they may call tsrun.
function runPoststart(root: string, state: SavedState, warn: (message: string) => void): void {
  try {
    for (const [index, hook] of state.tsrun.poststart.entries()) {
      runHook(hookCall("poststart", index, hook), hookState(state, "running", state.pid));
    }
  } catch (error) {
    fail(root, state, warn);
    throw error;
  }
}
