// The shapes of the command line: what the table says, and what a verb is called with.
import type { Globals } from "./globals.ts";
import type { Values } from "./values.ts";

/** How a flag's value is read. `strings` and `ints` are repeated flags; commas are not split. */
export type FlagType = "bool" | "string" | "int" | "duration" | "strings" | "ints";

/** One flag of the table. */
export interface Flag {
  /** Long name without dashes. */
  readonly name: string;
  /** One-letter names. */
  readonly alias?: string;
  readonly type: FlagType;
  /** What the value is, for help: `PATH`, `N`, `table|json`. */
  readonly value?: string;
  /** What the flag is when it is not given, as help shows it; the parser reads it the same way. */
  readonly default?: string;
  readonly hidden?: boolean;
  readonly description: string;
}

/** One command of the table. */
export interface Command {
  readonly name: CommandName;
  /** What follows the flags, for help: `<id> [signal]`. */
  readonly operands: string;
  readonly minimum: number;
  /** Most positional arguments; null = any number. */
  readonly maximum: number | null;
  /** The first positional argument ends the flags (what follows belongs to another program). */
  readonly stopsAtOperand?: boolean;
  /** Called by the program itself only: in no help. */
  readonly hidden?: boolean;
  readonly summary: string;
  /** A paragraph or two for the command's own help. */
  readonly description?: string;
  readonly flags: readonly Flag[];
}

/** Every command that there is. */
export type CommandName =
  | "checkpoint"
  | "create"
  | "delete"
  | "events"
  | "exec"
  | "features"
  | "finish-run"
  | "kill"
  | "list"
  | "ns"
  | "pause"
  | "plan"
  | "ps"
  | "restore"
  | "resume"
  | "run"
  | "spec"
  | "start"
  | "state"
  | "stats"
  | "update"
  | "validate";

/** What a command is called with. */
export interface Invocation {
  readonly globals: Globals;
  readonly values: Values;
  /** Positional arguments, their number already checked against the table. */
  readonly args: readonly string[];
  /** Directory that relative paths on the command line are meant from. */
  readonly cwd: string;
  /** Holds a warning until the outcome is known. */
  readonly warn: (message: string) => void;
  /** The same for commands that must not say a word: to the log file or nowhere. */
  readonly warnQuietly: (message: string) => void;
  /** The outcome is known before the command returns (or it never will): warnings are written. */
  readonly succeeded: () => void;
  /** Whether stdout is a terminal. */
  readonly terminal: () => boolean;
  /** Whether colours suit stdout. */
  readonly colours: () => boolean;
  /** Writes to stdout. */
  readonly out: (text: string) => void;
  /** Writes to stderr what is neither the error line nor a warning. */
  readonly err: (text: string) => void;
}

/** A command's file exports one of these as `run`; it returns the exit code. */
export type CommandRun = (invocation: Invocation) => number | Promise<number>;
