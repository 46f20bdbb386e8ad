import { strict as assert } from "node:assert";
import { suite } from "uvu";
import { counted, tableOf } from "./table.mjs";

const test = suite("counting and the table of the validation suite");
const good = { problem: undefined };
const bad = { problem: "no hook" };

function row(program, runs, { expected = [], racy = [] } = {}) {
  const results = [
    { name: "tsrun", runs },
    { name: "runc", runs: [bad] },
  ];
  return counted({ program, results, expected: new Map(expected), racy: new Set(racy) });
}

test("one failing run of three is a failure, with its problem", () => {
  const { kind, line } = row("state", [good, bad, good]);
  assert.equal(kind, "failed");
  assert.equal(line, "FAIL state: tsrun 2 of 3, runc fail: no hook");
});

test("of a racy program the best run counts", () => {
  assert.equal(row("killsig", [good, bad, good], { racy: ["killsig"] }).kind, "passed");
  assert.equal(row("killsig", [bad, bad, bad], { racy: ["killsig"] }).kind, "failed");
});

test("an expected failure is skipped with its reason, and passing it is said", () => {
  const expected = [["start", "the test is wrong"]];
  assert.match(row("start", [bad], { expected }).line, /^skip start: .*: the test is wrong$/);
  assert.match(row("start", [good], { expected }).line, /^ok .*not expected: the test is wrong/);
});

test("the table counts what passed for each runtime", () => {
  const rows = [row("a", [good]), row("b", [good, bad, good], { racy: ["b"] }), row("c", [bad])];
  const runtimes = [["tsrun"], ["runc"]];
  const machine = "Linux 6";
  const [first, , , ...lines] = tableOf({ rows, version: "v1", runtimes, machine }).split("\n");
  const title = "Conformance, Linux 6: runtime-tools v1, 3 programs; tsrun passes 2, runc passes 0";
  assert.equal(first, `table: ${title}`);
  assert.equal(lines[1], "| b | pass (2 of 3) | fail |  |");
});

test.run();
