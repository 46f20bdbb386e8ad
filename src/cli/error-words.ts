// What is said of an error: one message for people and for the callers that match texts.
import { spoken } from "../json/pointer.ts";
import { Failure } from "../launch/failure.ts";
import { PlanError } from "../plan/types.ts";
import { visible } from "../plan/visible.ts";
import type { CommandName } from "./types.ts";
import { UsageError } from "./usage-error.ts";

/** What a failed command says and ends with. */
export interface Ending {
  readonly message: string;
  readonly exitCode: number;
}

// Thrown by the language for mistakes of the program, never for what a caller asked.
const INTERNAL = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError];

/** The error in words, without a prefix and without a stack. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return `internal error: ${String(error)}`;
  if (error instanceof PlanError) return planMessage(error);
  // Errors of node:fs: "ENOENT: no such file or directory, open '/x'".
  const system = /^E[A-Z0-9]+: (.*), (\w+)(?: '(.*)')?$/s.exec(error.message);
  if ("code" in error && system !== null) {
    const [, text, call, path] = system;
    return path === undefined ? `${call}: ${text}` : `${call} ${path}: ${text}`;
  }
  const internal = INTERNAL.some((kind) => error instanceof kind);
  return internal ? `internal error: ${error.message}` : error.message;
}

function planMessage(error: PlanError): string {
  const place = spoken(error.pointer);
  return place === "" || error.message.includes("config.json")
    ? error.message
    : `${error.message} (config.json: ${place})`;
}

/** The prefixes that callers of OCI runtimes know, by command. */
const PREFIXES: Readonly<Partial<Record<CommandName, string>>> = {
  create: "tsrun create failed: ",
  run: "tsrun run failed: ",
  exec: "exec failed: ",
};

/** Exit code of a failed exec: 1 to 254 are the process' own. */
const EXEC_FAILED = 255;

/**
 * What is said of an error that ended a command, and the exit code.
 *
 * @param command - null when no command had begun: its flags were wrong, or the global ones
 * @param debug - adds the stack, on the lines that follow the message
 */
export function endingOf(error: unknown, command: CommandName | null, debug: boolean): Ending {
  const stack = debug && error instanceof Error ? `\n${error.stack ?? ""}` : "";
  if (error instanceof UsageError) {
    return { message: visible(error.message), exitCode: error.exitCode };
  }
  const prefix = command === null ? "" : (PREFIXES[command] ?? "");
  const own = error instanceof Failure ? error.exitCode : 1;
  return {
    message: `${prefix}${visible(messageOf(error))}${stack}`,
    exitCode: command === "exec" ? EXEC_FAILED : own,
  };
}
