// docs/CLI.md against the command table and the tests that it names. UPDATE_GOLDEN=1 writes it.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { evidenceDocument, flagEvidence, testPath } from "./evidence-document.ts";
import { EVIDENCE, GLOBAL_EVIDENCE } from "./evidence.ts";
import { COMMANDS } from "./table.ts";

const DOCUMENT = join("docs", "CLI.md");

test("every flag has an effect, and every effect a flag", () => {
  const flags = flagEvidence();
  const missing = flags.filter(({ evidence }) => evidence === undefined);
  assert.equal(
    missing.map(({ command, flag }) => `${command} --${flag.name}`),
    [],
  );
  const said = [GLOBAL_EVIDENCE, ...Object.values(EVIDENCE)].flatMap((one) => Object.keys(one));
  assert.is(said.length, flags.length, "an effect of a flag that there is not");
  for (const name of Object.keys(EVIDENCE))
    assert.ok(
      COMMANDS.some((command) => command.name === name),
      name,
    );
});

test("the test that is named is there and uses the flag", () => {
  for (const { command, flag, evidence } of flagEvidence()) {
    const path = testPath(evidence?.[1] ?? "");
    assert.ok(existsSync(path), path);
    const text = readFileSync(path, "utf8");
    const spelling = new RegExp(
      `--${flag.name}\\b${flag.alias === undefined ? "" : `|"-${flag.alias}"`}`,
    );
    assert.ok(spelling.test(text), `${path} does not use ${command} --${flag.name}`);
  }
});

test("docs/CLI.md is up to date", () => {
  const text = evidenceDocument();
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(DOCUMENT, text);
  assert.fixture(text, readFileSync(DOCUMENT, "utf8"));
});

test.run();
