// From a helper's report to the one line that a person reads.
import { describe, originText } from "../plan/describe.ts";
import { errorName, errorText } from "../native/errors.ts";
import { ENOENT } from "../native/errno.ts";
import { CgroupError } from "../cgroup/errors.ts";
import { SystemError } from "../native/library.ts";
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

/** `what (config.json: where): call object: reason`. */
function stepText(step: Step, call: string, reason: string, detail: string): string {
  const origin = originText(step.origin);
  const where = origin === "" ? "" : ` (${origin})`;
  const object = detail === "" ? "" : ` ${detail}`;
  return `${describe(step.op)}${where}: ${call}${object}: ${reason}`;
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
  return new Failure(stepText(step, report.call, errorText(report.error), report.text), 1, where);
}

/** What a step of the engine threw, as a failure of that step; other errors pass as they are. */
export function hostFailure(step: Step, error: unknown): unknown {
  const system = error instanceof SystemError;
  if (!system && !(error instanceof CgroupError)) return error;
  const origin = originText(step.origin);
  const where = origin === "" ? "" : ` (${origin})`;
  const at = system ? place(step, error.call, error.errno) : place(step, null, 0);
  return new Failure(`${describe(step.op)}${where}: ${error.message}`, 1, at);
}
