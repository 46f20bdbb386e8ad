// A hook of config.json as a call, for the plan and for the verbs that run hooks without one.
import type { Hook } from "../config/config.gen.ts";

/** A program with its exact argv and environment. */
export interface HookCall {
  readonly kind: string;
  readonly index: number;
  readonly path: string;
  readonly args: readonly string[];
  readonly env: readonly string[];
  /** Seconds, 0 for none. */
  readonly timeout: number;
}

/** argv is [path] when args are absent, the environment is empty when none is given. */
export function hookCall(kind: string, index: number, hook: Hook): HookCall {
  return {
    kind,
    index,
    path: hook.path,
    args: hook.args ?? [hook.path],
    env: hook.env ?? [],
    timeout: hook.timeout ?? 0,
  };
}
