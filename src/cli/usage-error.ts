// A command line that cannot be understood.
import type { Command } from "./types.ts";

/**
 * Thrown by the parser. The program prints `heading` and the help of `command` on stdout (nothing
 * when heading is null) and the message on stderr, and ends with `exitCode`.
 */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly exitCode: number;
  readonly heading: string | null;
  /** The command whose help is shown; null: the program's. */
  readonly command: Command | null;
  /** The word that no flag (then with its dash) or command has, else null. */
  readonly mistyped: string | null;
  constructor(
    message: string,
    exitCode: number,
    heading: string | null,
    command: Command | null,
    mistyped: string | null = null,
  ) {
    super(message);
    this.mistyped = mistyped;
    this.exitCode = exitCode;
    this.heading = heading;
    this.command = command;
  }
}
