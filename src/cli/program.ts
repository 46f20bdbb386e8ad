// One command from its words to its exit code. Loads only what that command needs: help and usage
// load yargs, everything else never does.
import { GLOBAL_FLAGS } from "./flags.ts";
import { COMMANDS } from "./table.ts";
import { endingOf } from "./error-words.ts";
import { type Globals, type GlobalsHost, logSettings, readGlobals } from "./globals.ts";
import { type Log, wantsColours } from "./log.ts";
import { findCommand, parseCommand, parseLevel, type Parsed } from "./parse.ts";
import { visible } from "../plan/visible.ts";
import type { Command, CommandName, CommandRun } from "./types.ts";
import type * as Creating from "./groups/creating.ts";
import type * as Looking from "./groups/looking.ts";
import type * as Managing from "./groups/managing.ts";
import { UsageError } from "./usage-error.ts";
import { versionText } from "./version.ts";

/** What the program works with. */
export interface ProgramHost {
  readonly globals: GlobalsHost;
  readonly log: Log;
  /** Whether stdout is a terminal. */
  readonly terminal: () => boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** argv[0] as the caller wrote it. */
  readonly name: string;
}

/** Loads a command; what only other groups import does not come with it. */
type Load = () => Promise<CommandRun>;

// Few groups: each chunk of the compiled engine costs a start 25 µs, and each group can add as many
// chunks as there are combinations of groups that share something.
const creating = (): Promise<typeof Creating> => import("./groups/creating.ts");
const managing = (): Promise<typeof Managing> => import("./groups/managing.ts");
const looking = (): Promise<typeof Looking> => import("./groups/looking.ts");

const LOAD: Readonly<Record<CommandName, Load>> = {
  checkpoint: async () => (await looking()).checkpoint,
  create: async () => (await creating()).create,
  delete: async () => (await managing()).remove,
  events: async () => (await looking()).events,
  exec: async () => (await import("./commands/exec.ts")).run,
  features: async () => (await looking()).features,
  "finish-run": async () => (await managing()).finishRun,
  kill: async () => (await managing()).kill,
  list: async () => (await managing()).list,
  ns: async () => (await looking()).ns,
  pause: async () => (await managing()).pause,
  plan: async () => (await looking()).plan,
  ps: async () => (await managing()).ps,
  restore: async () => (await looking()).restore,
  resume: async () => (await managing()).resume,
  run: async () => (await creating()).run,
  spec: async () => (await looking()).spec,
  start: async () => (await managing()).start,
  state: async () => (await managing()).state,
  stats: async () => (await looking()).stats,
  update: async () => (await looking()).update,
  validate: async () => (await looking()).validate,
};

/**
 * Performs a command line. Never throws: what goes wrong is written to the log and to stderr.
 *
 * @param argv - the words behind argv[0]
 * @returns the exit code
 */
export async function perform(argv: readonly string[], host: ProgramHost): Promise<number> {
  let running: CommandName | null = null;
  let debug = false;
  try {
    const global = parseLevel(argv, { flags: GLOBAL_FLAGS, stopsAtOperand: true, command: null });
    debug = global.values.bool("debug");
    host.log.use(logSettings(global.values, host.globals.cwd));
    const asked = await answered(global, host);
    if (asked) return 0;
    const command = findCommand(COMMANDS, global.args[0] ?? "");
    const parsed = parseCommand(command, global.args.slice(1), host.name);
    if (parsed.help) {
      host.out(await helpText(command));
      return 0;
    }
    running = command.name;
    if (global.values.text("criu") !== null) {
      host.log.warnQuietly("--criu is ignored: criu is looked for in PATH");
    }
    const code = await call(command, parsed, readGlobals(global.values, host.globals), host);
    host.log.succeed();
    return code;
  } catch (error) {
    if (error instanceof UsageError && error.heading !== null) {
      host.out(`${visible(error.heading)}\n\n${await helpText(error.command)}`);
    }
    const ending = endingOf(error, running, debug);
    host.log.fail(error instanceof UsageError ? await suggesting(error) : ending.message);
    return ending.exitCode;
  }
}

/** Help and version, which need no command. */
async function answered(global: Parsed, host: ProgramHost): Promise<boolean> {
  const [word, topic] = global.args;
  if (global.help || (word === undefined && !global.values.bool("version"))) {
    host.out(await helpText(null));
    return true;
  }
  if (global.values.bool("version")) {
    host.out(versionText());
    return true;
  }
  if (word !== "help" && word !== "h") return false;
  const plain = topic === undefined || topic.startsWith("-");
  host.out(await helpText(plain ? null : findCommand(COMMANDS, topic)));
  return true;
}

async function suggesting(error: UsageError): Promise<string> {
  const { withSuggestion } = await import("./suggest.ts");
  return visible(withSuggestion(error));
}

async function helpText(command: Command | null): Promise<string> {
  const { commandHelp, programHelp } = await import("./help.ts");
  return command === null ? programHelp() : commandHelp(command);
}

async function call(
  command: Command,
  parsed: Parsed,
  globals: Globals,
  host: ProgramHost,
): Promise<number> {
  const run = await LOAD[command.name]();
  return run({
    globals,
    values: parsed.values,
    args: parsed.args,
    cwd: host.globals.cwd,
    warn: (message) => host.log.warn(message),
    warnQuietly: (message) => host.log.warnQuietly(message),
    succeeded: () => host.log.succeed(),
    terminal: host.terminal,
    colours: () => wantsColours(host.globals.env, host.terminal),
    out: host.out,
    err: host.err,
  });
}
