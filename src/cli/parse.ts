// The parser of the command line: pure, driven by the table alone. Its rules are those that callers
// of OCI runtimes were written against: one dash or two mean the same, flags and operands mix.
import { type BadValue, readValue } from "./flag-value.ts";
import type { Command, Flag } from "./types.ts";
import { UsageError } from "./usage-error.ts";
import { type FlagValue, Values } from "./values.ts";

/** Flags of one level, what was left over, and whether help was asked for. */
export interface Parsed {
  readonly values: Values;
  readonly args: readonly string[];
  readonly help: boolean;
}

/** How one level is read. */
export interface Level {
  readonly flags: readonly Flag[];
  /** The first operand ends the flags; it and all that follows are operands. */
  readonly stopsAtOperand: boolean;
  /** Whose help a usage error shows; null: the program's. */
  readonly command: Command | null;
}

interface Token {
  readonly name: string;
  readonly value: string | null;
}

/** A word that is a flag: `-name`, `--name`, each with `=value` or without. null: an operand. */
function asFlag(word: string, fail: (message: string) => never): Token | null {
  if (word.length < 2 || !word.startsWith("-")) return null;
  const body = word.slice(word.startsWith("--") ? 2 : 1);
  if (body.startsWith("-") || body.startsWith("=")) fail(`bad flag syntax: ${word}`);
  const equals = body.indexOf("=");
  return equals < 0
    ? { name: body, value: null }
    : { name: body.slice(0, equals), value: body.slice(equals + 1) };
}

// Every level has these two without having them in the table.
const HELP: ReadonlySet<string> = new Set(["help", "h"]);

function findFlag(flags: readonly Flag[], name: string): Flag | undefined {
  return flags.find((flag) => flag.name === name || flag.alias === name);
}

/**
 * Reads one level of a command line.
 *
 * @throws UsageError exit code 1: an unknown flag, a flag without its value, a value of another type
 */
export function parseLevel(words: readonly string[], level: Level): Parsed {
  const fail = (message: string, mistyped: string | null = null): never => {
    throw new UsageError(message, 1, `Incorrect Usage: ${message}`, level.command, mistyped);
  };
  const given = new Map<string, FlagValue>();
  const args: string[] = [];
  let help = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (word === "--") {
      args.push(...words.slice(i + 1));
      break;
    }
    const token = asFlag(word, fail);
    if (token === null) {
      if (level.stopsAtOperand) {
        args.push(...words.slice(i));
        break;
      }
      args.push(word);
      continue;
    }
    const flag = findFlag(level.flags, token.name);
    if (flag === undefined) {
      const name = `-${token.name}`;
      if (!HELP.has(token.name)) fail(`flag provided but not defined: ${name}`, name);
      help = true;
      continue;
    }
    const missing = `flag needs an argument: -${token.name}`;
    // The next word is the value whatever it looks like: `--memory -1`.
    const next = (): string => words[++i] ?? fail(missing);
    const text = token.value ?? (flag.type === "bool" ? "true" : next());
    const value = readValue(flag, text, given.get(flag.name));
    if (isProblem(value)) fail(value.problem);
    else given.set(flag.name, value);
  }
  const values = new Values(new Map([...defaults(level.flags), ...given]));
  return { values, args, help };
}

function isProblem(value: FlagValue | BadValue): value is BadValue {
  return typeof value === "object" && "problem" in value;
}

function defaults(flags: readonly Flag[]): Map<string, FlagValue> {
  const values = new Map<string, FlagValue>();
  for (const flag of flags) {
    if (flag.default === undefined) continue;
    const value = readValue(flag, flag.default, undefined);
    if (isProblem(value)) throw new TypeError(`the table's default: ${value.problem}`);
    values.set(flag.name, value);
  }
  return values;
}

/**
 * The command of a name.
 *
 * @throws UsageError exit code 3 when there is none
 */
export function findCommand(commands: readonly Command[], name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined)
    throw new UsageError(`No help topic for '${name}'`, 3, null, null, name);
  return command;
}

/**
 * Reads what follows a command's name and checks the number of operands.
 *
 * @param program - argv[0], for the message
 * @throws UsageError exit code 1
 */
export function parseCommand(command: Command, words: readonly string[], program: string): Parsed {
  const parsed = parseLevel(words, {
    flags: command.flags,
    stopsAtOperand: command.stopsAtOperand === true,
    command,
  });
  if (!parsed.help) checkCount(command, parsed.args.length, program);
  return parsed;
}

function checkCount(command: Command, count: number, program: string): void {
  const { minimum, maximum } = command;
  let demand: string;
  if (minimum === maximum && count !== minimum) demand = `exactly ${minimum}`;
  else if (count < minimum) demand = `a minimum of ${minimum}`;
  else if (maximum !== null && count > maximum) demand = `a maximum of ${maximum}`;
  else return;
  const message = `${program}: "${command.name}" requires ${demand} argument(s)`;
  throw new UsageError(message, 1, "Incorrect Usage.", command);
}
