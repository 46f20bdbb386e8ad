// Help texts, rendered by yargs from the command table. This file is loaded only to show one.
import yargs, { type Options } from "yargs";
import { GLOBAL_FLAGS } from "./flags.ts";
import { COMMANDS } from "./table.ts";
import type { Command, Flag } from "./types.ts";

const NAME = "tsrun";
const WIDTH = 80;

function page(): ReturnType<typeof yargs> {
  return yargs([]).scriptName(NAME).locale("en").wrap(WIDTH).help(false).version(false);
}

function withFlags(
  base: ReturnType<typeof yargs>,
  flags: readonly Flag[],
): ReturnType<typeof yargs> {
  return flags
    .filter((flag) => flag.hidden !== true)
    .reduce((shown, flag) => shown.option(nameOf(flag), optionOf(flag)), base)
    .option("help", { alias: "h", description: "show this" });
}

/** The flag with what its value is: yargs only prints the name, so it may be two words. */
function nameOf({ name, value }: Flag): string {
  return value === undefined ? name : `${name} ${value}`;
}

function optionOf(flag: Flag): Options {
  return {
    ...(flag.alias === undefined ? {} : { alias: flag.alias }),
    ...(flag.default === undefined ? {} : { defaultDescription: flag.default, default: "" }),
    description: flag.description,
  };
}

/** Help of the whole program: its commands and the flags before them. */
export async function programHelp(): Promise<string> {
  const usage =
    "Runs OCI containers.\n\nUsage: $0 [global options] <command> [options] [arguments]";
  const shown = COMMANDS.filter((command) => command.hidden !== true).reduce(
    (all, { name, summary }) => all.command(name, summary),
    page().usage(usage),
  );
  const epilogue = `${NAME} help <command> says more of a command.`;
  return `${await withFlags(shown, GLOBAL_FLAGS).epilogue(epilogue).getHelp()}\n`;
}

/** Help of one command. */
export async function commandHelp(command: Command): Promise<string> {
  const { name, operands, summary, description } = command;
  const options = command.flags.some((flag) => flag.hidden !== true) ? " [options]" : "";
  const lines = [
    `${NAME} ${name}: ${summary}`,
    `Usage: ${`$0 ${name}${options} ${operands}`.trim()}`,
    ...(description === undefined ? [] : [description]),
  ];
  return `${await withFlags(page().usage(lines.join("\n\n")), command.flags).getHelp()}\n`;
}
