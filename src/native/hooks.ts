// One hook in the runtime's namespaces (not child_process: it costs more and hands on wrong limits).
import { errorText } from "./errors.ts";
import { hostFunction } from "./library.ts";

/** A program to run with a document on its stdin. */
export interface HookProgram {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: readonly string[];
  /** Seconds, 0 for none. */
  readonly timeout: number;
  readonly document: string;
  /** pidfd of the process that the hook is about, -1 for none: the hook is killed when it ends. */
  readonly watch: number;
  readonly nofile: { readonly soft: bigint; readonly hard: bigint };
}

// struct hook_result of c/common/hook.h.
const SIZE = 424;
const TIMED_OUT = 4;
const ABANDONED = 5;
const ERROR = 8;
const LENGTH = 16;
const OUTPUT = 24;

/** The process that a hook is about ended while the hook ran. */
export class HookAbandoned extends Error {
  override readonly name = "HookAbandoned";
}

/**
 * Runs it to its end: null when it succeeded, else why not, in the words that callers know.
 * @throws HookAbandoned
 */
export function runHookProgram(hook: HookProgram): string | null {
  const run = hostFunction("tsr_hook");
  const result = Buffer.alloc(SIZE);
  const { soft, hard } = hook.nofile;
  const failed = run(
    hook.path,
    hook.args,
    hook.env,
    hook.document,
    hook.timeout,
    soft,
    hard,
    hook.watch,
    result,
  );
  if (failed !== 0 || result.readInt32LE(ERROR) !== 0) {
    return `exec ${hook.path}: ${errorText(result.readInt32LE(ERROR) || -failed)}`;
  }
  if (result.readUInt8(ABANDONED) !== 0) {
    throw new HookAbandoned("the container's init ended while a hook ran");
  }
  if (result.readUInt8(TIMED_OUT) !== 0) {
    return `hook ran past specified timeout of ${hook.timeout}.0s`;
  }
  const status = result.readInt32LE(0);
  if (status === 0) return null;
  const length = Number(result.readBigUInt64LE(LENGTH));
  const output = result.toString("utf8", OUTPUT, OUTPUT + Math.min(length, SIZE - OUTPUT)).trim();
  const signal = status & 0x7f;
  const end = signal === 0 ? `exit status ${(status >> 8) & 0xff}` : `signal: ${signal}`;
  return output === "" ? end : `${end}, output: ${output}`;
}
