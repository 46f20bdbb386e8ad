// Manual pages from the command table, in the man(7) language.
import { GLOBAL_FLAGS } from "./flags.ts";
import { EXIT_CODES, FILES, OWN_EXIT_CODES, SESSION, VALUES, VARIABLES } from "./manual.ts";
import { COMMANDS } from "./table.ts";
import type { Command, Flag } from "./types.ts";
import { VERSION } from "./version.ts";

/** Text as roff takes it: no line may begin with a control character, `-` is a minus. */
export function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^([.'])/gm, "\\&$1");
}

function page(name: string, summary: string, sections: readonly string[]): string {
  return [
    `.TH ${name.toUpperCase()} 1 "" "tsrun ${VERSION}" "tsrun"`,
    ".SH NAME",
    `${escaped(name)} \\- ${escaped(summary)}`,
    ...sections,
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`.SH ${title}`, ...lines];
}

function item(term: string, text: string): readonly string[] {
  return [".TP", term, escaped(text)];
}

function flagTerm({ name, alias, value }: Flag): string {
  const short = alias === undefined ? "" : `\\fB\\-${alias}\\fR, `;
  const argument = value === undefined ? "" : ` \\fI${escaped(value)}\\fR`;
  return `${short}\\fB\\-\\-${escaped(name)}\\fR${argument}`;
}

function flagItems(flags: readonly Flag[]): readonly string[] {
  return flags
    .filter(({ hidden }) => hidden !== true)
    .flatMap((flag) => {
      const usual = flag.default === undefined ? "" : `; default: ${flag.default}`;
      const more = flag.type === "strings" || flag.type === "ints" ? "; may be repeated" : "";
      return item(flagTerm(flag), `${flag.description}${usual}${more}`);
    });
}

/** The legend of the values that these flags have. */
function valueItems(flags: readonly Flag[]): readonly string[] {
  const used = new Set(flags.flatMap(({ value }) => (value ?? "").match(/[A-Z]+/g) ?? []));
  return Object.entries(VALUES)
    .filter(([word]) => used.has(word))
    .flatMap(([word, meaning]) => item(`\\fI${word}\\fR`, meaning));
}

function pairs(list: readonly (readonly [string, string])[]): readonly string[] {
  return list.flatMap(([term, text]) => item(escaped(term), text));
}

function examples(command: Command): readonly string[] {
  return SESSION.filter((one) => one.command === command.name).flatMap(({ line, shows }) => [
    `${escaped(shows)}:`,
    ".PP",
    ".EX",
    `    # ${escaped(line)}`,
    ".EE",
  ]);
}

function synopsis({ name, flags, operands }: Command): string {
  const options = flags.some(({ hidden }) => hidden !== true) ? " [\\fIoptions\\fR]" : "";
  const rest = operands === "" ? "" : ` \\fI${escaped(operands)}\\fR`;
  return `\\fBtsrun\\fR [\\fIglobal options\\fR] \\fB${escaped(name)}\\fR${options}${rest}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Commands that have a page. */
export function manualCommands(): readonly Command[] {
  return COMMANDS.filter(({ hidden }) => hidden !== true);
}

/** `tsrun-NAME.1`. */
export function commandPage(command: Command): string {
  const { name, summary, description, flags } = command;
  return page(`tsrun-${name}`, summary, [
    ...section("SYNOPSIS", [synopsis(command)]),
    ...section("DESCRIPTION", [escaped(description ?? `${capitalised(summary)}.`)]),
    ...section("OPTIONS", flagItems(flags)),
    ...section("VALUES", valueItems(flags)),
    ...section("EXIT STATUS", pairs([...(OWN_EXIT_CODES[name] ?? []), ...EXIT_CODES])),
    ...section("FILES", pairs(FILES)),
    ...section("EXAMPLE", examples(command)),
    ...section("SEE ALSO", [".BR tsrun (1)"]),
  ]);
}

/** `tsrun.1`. */
export function programPage(): string {
  const commands = manualCommands();
  const list = commands.flatMap(({ name, summary }) =>
    item(`.BR tsrun\\-${escaped(name)} (1)`, summary),
  );
  return page("tsrun", "runs OCI containers", [
    ...section("SYNOPSIS", [
      "\\fBtsrun\\fR [\\fIglobal options\\fR] \\fIcommand\\fR [\\fIoptions\\fR] [\\fIarguments\\fR]",
    ]),
    ...section("DESCRIPTION", [
      escaped(
        "Makes and runs containers from bundles of the Open Container Initiative: a directory with a config.json and a root file system. Engines call it; it can be called by hand.",
      ),
    ]),
    ...section("COMMANDS", list),
    ...section("GLOBAL OPTIONS", flagItems(GLOBAL_FLAGS)),
    ...section("VALUES", valueItems(GLOBAL_FLAGS)),
    ...section("EXIT STATUS", pairs(EXIT_CODES)),
    ...section("ENVIRONMENT", pairs(VARIABLES)),
    ...section("FILES", pairs(FILES)),
    ...section("EXAMPLE", [".EX", ...SESSION.map(({ line }) => `    # ${escaped(line)}`), ".EE"]),
    ...section("SEE ALSO", [
      commands.map(({ name }) => `.BR tsrun\\-${escaped(name)} (1)`).join(",\n"),
    ]),
  ]);
}
