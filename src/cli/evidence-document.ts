// docs/CLI.md: every flag, what it does that can be seen, and the test that sees it.
import { EVIDENCE, GLOBAL_EVIDENCE } from "./evidence.ts";
import type { Evidence } from "./evidence.ts";
import { GLOBAL_FLAGS } from "./flags.ts";
import { COMMANDS } from "./table.ts";
import type { Flag } from "./types.ts";

/** A flag with what is known about it. */
export interface FlagEvidence {
  /** Empty for the flags before the command. */
  readonly command: string;
  readonly flag: Flag;
  /** Undefined: nobody has said what it does. */
  readonly evidence: Evidence | undefined;
}

/** Every flag that help shows, of every command that is there. */
export function flagEvidence(): readonly FlagEvidence[] {
  const entries = (
    command: string,
    flags: readonly Flag[],
    known: Readonly<Record<string, Evidence>>,
  ): readonly FlagEvidence[] =>
    flags
      .filter(({ hidden }) => hidden !== true)
      .map((flag) => ({ command, flag, evidence: known[flag.name] }));
  return [
    ...entries("", GLOBAL_FLAGS, GLOBAL_EVIDENCE),
    ...COMMANDS.filter(({ hidden }) => hidden !== true).flatMap(({ name, flags }) =>
      entries(name, flags, EVIDENCE[name] ?? {}),
    ),
  ];
}

/** Path of a test, from the top of the project. */
export function testPath(test: string): string {
  return test.includes("/") ? test : `bundles-test/${test}/bundle.ts`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** The document. */
export function evidenceDocument(): string {
  const rows = flagEvidence().map(({ command, flag, evidence = ["", ""] }) => {
    const value = flag.value === undefined ? "" : ` ${flag.value}`;
    const alias = flag.alias === undefined ? "" : `, \`-${flag.alias}\``;
    const [effect, test] = evidence;
    const link = `[${test}](../${testPath(test)})`;
    return `| ${command} | ${cell(`\`--${flag.name}${value}\`${alias}`)} | ${cell(effect)} | ${link} |`;
  });
  return [
    "# Every flag, what it does, and the test that sees it",
    "",
    "Made from `src/cli/evidence.ts` and the command table by `UPDATE_GOLDEN=1`; a unit test holds it to",
    "both and to the tests. Flags without a command stand before it. Where two files are named the first",
    "is of cgroup v1, the second of v2.",
    "",
    "Each of these tests fails without its flag: `node scripts/flags-bite.mjs` builds an engine that reads",
    "one flag and forgets it, and plays the flag's test, for every row whose test is a bundle. It is part of",
    "`npm run test:all`.",
    "",
    "| command | flag | effect | test |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
