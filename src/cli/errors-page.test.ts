// docs/ERRORS.md: what broken configurations are told, the table of hints, and where our schemas differ
// from the specification's. UPDATE_ERRORS=1 writes it anew; the test fails when it is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  FEATURES_STRICTER,
  FEATURES_WIDER,
  MUTATIONS,
  STATE_STRICTER,
  STATE_WIDER,
  STRICTER,
  WIDER,
} from "../config/differences.ts";
import type { Difference } from "../config/differences.ts";
import { inspectConfig } from "../config/inspect.ts";
import { parseConfig } from "../config/parse.ts";
import { hybridRoot } from "../host/sheets/index.ts";
import { printJson } from "../json/print.ts";
import { explained } from "../launch/explain.ts";
import { HINTS } from "../launch/hints/all.ts";
import { hostFailure, reportFailure } from "../launch/report.ts";
import { systemError } from "../native/errors.ts";
import { planCreate } from "../plan/create.ts";
import { testRequest } from "../plan/testing.ts";
import type { Facts, Plan } from "../plan/types.ts";
import { HOST_OPS } from "../wire/ops.ts";
import { endingOf } from "./error-words.ts";
import { REFUSED, REPORTED } from "./errors-page.test-data.ts";
import type { Edit, Reported } from "./errors-page.test-data.ts";
import { findingsJson, printFindings } from "./findings.ts";

const test = suite("cli/errors-page");

const PAGE = "docs/ERRORS.md";
const BASE = readFileSync("spec/real-configs/runc-1.1.5-spec.json", "utf8");

function edited(edits: readonly Edit[]): Uint8Array {
  const text = edits.reduce((now, [from, to]) => {
    assert.ok(now.includes(from), `nothing to replace: ${from}`);
    return now.replace(from, to);
  }, BASE);
  return new TextEncoder().encode(text);
}

function planned(bytes: Uint8Array, facts: Facts): Plan {
  return planCreate(parseConfig(bytes).config, facts, testRequest({ rootless: facts.euid !== 0 }));
}

/** What a verb prints when `action` throws. */
function told(
  bytes: Uint8Array,
  facts: Facts,
  action: () => unknown,
  verb: "create" | "start" = "create",
): string {
  try {
    action();
  } catch (error) {
    const source = { name: "config.json", base: "", bytes } as const;
    const config = ((): ReturnType<typeof parseConfig>["config"] | null => {
      try {
        return parseConfig(bytes).config;
      } catch {
        return null;
      }
    })();
    const last = explained(error, { source, config, facts: () => facts });
    return endingOf(last, verb, false).message;
  }
  throw new Error("nothing was refused");
}

/** What a helper's report, or the engine's own system call, becomes. */
function report({ edits, op, nth = 0, report: { call, text, errno } }: Reported): string {
  const bytes = edited(edits);
  const plan = planned(bytes, hybridRoot);
  const at = plan.steps.flatMap((step, index) => (step.op.op === op ? [index] : []))[nth];
  const step = plan.steps[at ?? -1];
  if (step === undefined || at === undefined) throw new Error(`no step ${op}`);
  const fail = (): never => {
    if (op in HOST_OPS || call === "prlimit") {
      throw hostFailure(step, systemError(call, errno, text));
    }
    const wire = { kind: "error", step: at, call, error: errno, value: 0n, text } as const;
    throw reportFailure(plan.steps, wire);
  };
  // The program is executed by start.
  return told(bytes, hybridRoot, fail, op === "exec" ? "start" : "create");
}

const block = (text: string, kind = ""): string => `\`\`\`${kind}\n${text.trimEnd()}\n\`\`\`\n`;

function refusals(): string {
  return REFUSED.map(({ what, edits, facts = hybridRoot }) => {
    const bytes = edited(edits);
    return `**${what}**\n\n${block(told(bytes, facts, () => planned(bytes, facts)))}`;
  }).join("\n");
}

function listing(): string {
  const bytes = edited([
    ['"cwd": "/"', '"cwd": "srv/app"'],
    ['"soft": 1024', '"soft": 4096'],
    ['"CAP_KILL"', '"CAP_KILLL"'],
    ['"type": "uts"', '"type": "cgroup"'],
    ['"readonly": true\n', '"readonly": true, "mode": 1\n'],
  ]);
  const text = new TextDecoder().decode(bytes);
  const judged = { file: "/box/config.json", text, findings: inspectConfig(bytes) };
  const one = { ...judged, findings: judged.findings.slice(0, 1) };
  return [
    block(`$ tsrun validate --bundle /box\n${printFindings(judged, false)}`),
    "As JSON, for the first of them:\n",
    block(printJson(findingsJson(one), 2), "json"),
  ].join("\n");
}

function hints(): string {
  const rows = HINTS.map(({ id, ops, errnos, text }) => {
    const operations = ops === null ? "any" : ops.join(", ");
    return `| ${id} | ${operations} | ${errnos === null ? "" : errnos.join(", ")} | ${text} |`;
  });
  return ["| name | operations | errno | hint |", "|---|---|---|---|", ...rows].join("\n");
}

function differences(title: string, list: readonly Difference[]): string {
  const rows = list.map(
    ([id, keyword, place]) =>
      `| ${id} | ${keyword.replaceAll("|", " or ")} | \`${place.source.replaceAll("|", "\\|")}\` |`,
  );
  return `${title}\n\n| rule | keyword | places |\n|---|---|---|\n${rows.join("\n")}\n`;
}

function page(): string {
  const { bases, count, refused } = MUTATIONS;
  return `# What goes wrong, and what is said of it

This page is written by a test (\`UPDATE_ERRORS=1\` writes it anew, and the test fails when it is stale),
so these are the words of the program. The form is described in [ARCHITECTURE.md](ARCHITECTURE.md).

## Refused before anything is done

Each is what \`runc spec\` writes with one thing changed, and the one line of \`create\`.

${refusals()}
## All of it at once

${listing()}
\`--host\` adds what this host lacks (files, kernel, ids, limits, cgroups); \`--process FILE\` judges a
process document. The exit status is 1 when one of the findings is an error.

## Refused by the kernel

The same line with the system call, the errno and, where one helps, a hint. The hint stands behind
everything that callers match, on the same line.

${REPORTED.map((one) => `**${one.what}**\n\n${block(report(one))}`).join("\n")}
## The hints

The first that fits is given: by the operation, the errno, and what else is known (the call, the
message, config.json, the host). An empty errno: the message decides.

${hints()}

## Our schemas and the specification's

The schemas in spec/ are measured against those of the specification 1.3.0: all of its fixtures, all
captures of engines in spec/real-configs, and ${count} mutations of ${bases} configurations (a member dropped, a
type changed, a range left, an unknown word or member), of which the specification's refuse ${refused}.
All verdicts are the same but for these differences, each shown by a mutation. Ids are those of the
checks in src/config.

${differences("Only ours refuses, because the prose does:", STRICTER)}
${differences("Only ours accepts, because the prose does or because engines send it:", WIDER)}
${differences("Of the state document, only ours refuses:", STATE_STRICTER)}
${differences("Of the state document, only ours accepts:", STATE_WIDER)}
${differences("Of the features document, only ours refuses:", FEATURES_STRICTER)}
${differences("Of the features document, only ours accepts:", FEATURES_WIDER)}`;
}

test("docs/ERRORS.md is what the program says", () => {
  const text = page();
  if (process.env["UPDATE_ERRORS"] === "1") writeFileSync(PAGE, text);
  assert.ok(REFUSED.length + REPORTED.length >= 10);
  assert.fixture(readFileSync(PAGE, "utf8"), text);
});

test("each message is one line that names config.json or keeps known words", () => {
  for (const one of REPORTED) assert.not.match(report(one), "\n", one.what);
  for (const { what, edits, facts = hybridRoot } of REFUSED) {
    const bytes = edited(edits);
    const line = told(bytes, facts, () => planned(bytes, facts));
    assert.match(line, /^tsrun create failed: [^\n]*config\.json[^\n]*$/, what);
  }
});

test.run();
