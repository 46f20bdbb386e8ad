// Hooks in the runtime's namespaces: the state document on stdin, one after the other.
import { HookAbandoned, runHookProgram } from "../native/hooks.ts";
import { printJson } from "../json/print.ts";
import { hookCall } from "../plan/hook-call.ts";
import type { HookCall } from "../plan/hook-call.ts";
import { inherited } from "./inherited.ts";
import { Failure } from "./failure.ts";
import { HookFailure } from "./report.ts";
import type { Hook } from "../config/config.gen.ts";

/** What every hook is told (runtime.md, State). */
export interface HookState {
  readonly ociVersion: string;
  readonly id: string;
  readonly status: string;
  readonly pid: number;
  readonly bundle: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Runs one hook; with `watch` (init's pidfd) it is killed when the container ends under it.
 * @throws HookFailure, and Failure when the container ended
 */
export function runHook(hook: HookCall, state: HookState, watch = -1): void {
  const { nofile } = inherited();
  let why: string | null;
  try {
    why = runHookProgram({ ...hook, document: printJson(state), nofile, watch });
  } catch (error) {
    if (!(error instanceof HookAbandoned)) throw error;
    throw new Failure(`${error.message}: ${hook.kind} hook #${hook.index}`);
  }
  if (why !== null) throw new HookFailure(`error running ${hook.kind} hook #${hook.index}: ${why}`);
}

/** poststop: a failing hook is a warning, the others still run (L-19). */
export function runPoststop(
  hooks: readonly Hook[],
  state: HookState,
  warn: (message: string) => void,
): void {
  for (const [index, hook] of hooks.entries()) {
    try {
      runHook(hookCall("poststop", index, hook), state);
    } catch (error) {
      if (!(error instanceof HookFailure)) throw error;
      warn(error.message);
    }
  }
}
