// From a helper's report to the one line that a person reads.
import { describe, originText } from "../plan/describe.ts";
import { errorName, errorText, systemError } from "../native/errors.ts";
import { ENOENT } from "../native/errno.ts";
import { CgroupError } from "../cgroup/errors.ts";
import { SystemError } from "../native/library.ts";
import { FilterError } from "../native/seccomp.ts";
import { Failure } from "./failure.ts";
import type { FailurePlace } from "./failure.ts";
import type { Step } from "../plan/types.ts";
import type { Report } from "../wire/report.ts";

/** A failed hook counts as such: the container is destroyed and its poststop hooks run. */
export class HookFailure extends Failure {}

function place(step: Step | undefined, call: string | null, errno: number): FailurePlace {
  return {
    op: step === undefined ? null : step.op.op,
    pointer: step === undefined ? null : step.origin.pointer,
    call,
    errno: errno === 0 ? null : errorName(errno),
  };
}

// The words of a program that cannot be found: engines turn them into exit codes 126 and 127.
function lookupText(name: string, errno: number): string {
  const quoted = JSON.stringify(name);
  if (!name.includes("/") && errno === ENOENT) {
    return `exec: ${quoted}: executable file not found in $PATH`;
  }
  if (errno === ENOENT) return `exec: ${quoted}: stat ${name}: ${errorText(errno)}`;
  return `exec: ${quoted}: ${errorText(errno)}`;
}

/** `what (config.json: where): reason`, in parts: the line in config.json may be added later. */
function stepFailure(step: Step, reason: string, where: FailurePlace): Failure {
  const origin = originText(step.origin);
  const around = { before: describe(step.op), after: `: ${reason}` };
  const message = `${around.before}${origin === "" ? "" : ` (${origin})`}${around.after}`;
  return new Failure(message, 1, where, around);
}

/** `call object: operation not permitted (EPERM)`. */
function callText(call: string, object: string, errno: number): string {
  const name = object === "" ? "" : ` ${object}`;
  return `${call}${name}: ${errorText(errno)} (${errorName(errno)})`;
}

/** The failure that an error report stands for. */
export function reportFailure(steps: readonly Step[], report: Report): Failure {
  const step = steps[report.step];
  if (step === undefined) {
    return new Failure(
      `the helper failed: ${report.call} ${report.text}: ${errorText(report.error)}`,
    );
  }
  const where = place(step, report.call, report.error);
  const op = step.op;
  if (op.op === "hook") {
    return new HookFailure(`error running ${op.kind} hook #${op.index}: ${report.text}`, 1, where);
  }
  if (op.op === "lookup") {
    return new Failure(
      `unable to start container process: ${lookupText(op.name, report.error)}`,
      1,
      where,
    );
  }
  if (op.op === "exec") {
    return new Failure(`exec ${op.args[0] ?? ""}: ${errorText(report.error)}`, 1, where);
  }
  if (report.call === "check-inside-root") {
    return new Failure(
      `${describe(op)}: current working directory is outside of container mount namespace root -- possible container breakout detected`,
      1,
      where,
    );
  }
  return stepFailure(step, callText(report.call, report.text, report.error), where);
}

/** A system call of node:fs that failed, as what our own wrappers throw. */
function nodeFailure(error: unknown): SystemError | null {
  if (!(error instanceof Error) || !("syscall" in error) || !("errno" in error)) return null;
  const { syscall, errno } = error;
  if (typeof syscall !== "string" || typeof errno !== "number") return null;
  const path = "path" in error && typeof error.path === "string" ? error.path : "";
  return systemError(syscall, Math.abs(errno), path);
}

/** What a step of the engine threw, as a failure of that step; other errors pass as they are. */
export function hostFailure(step: Step, error: unknown): unknown {
  if (error instanceof CgroupError || error instanceof FilterError) {
    return stepFailure(step, error.message, place(step, null, 0));
  }
  const system = error instanceof SystemError ? error : nodeFailure(error);
  if (system === null) return error;
  const { call, errno, object } = system;
  return stepFailure(step, callText(call, object, errno), place(step, call, errno));
}
