import { strict as assert } from "node:assert";
import { suite } from "uvu";
import { judge } from "./verdict.mjs";

const test = suite("judging a program of the validation suite");

test("all points ok and a plan: passed, with the points counted", () => {
  const out = "TAP version 13\nok 1 - a\nok 2 - b # SKIP none here\n1..2\n";
  assert.deepEqual(judge("state", { status: 0, out }), {
    ok: 1,
    notOk: 0,
    skipped: 1,
    problem: undefined,
  });
});

test("a point that is not ok is the problem, in its own words", () => {
  const out = "ok 1 - a\nnot ok 2 - kill must fail\n1..2\n";
  assert.equal(judge("state", { status: 0, out }).problem, "kill must fail");
});

test("a point that the suite itself calls unfinished is no problem", () => {
  const out = "not ok 1 - later # TODO\nok 2 - a\n1..2\n";
  assert.equal(judge("state", { status: 0, out }).problem, undefined);
});

test("a status, a missing end and a missing plan are problems", () => {
  const out = "ok 1 - a\n";
  assert.equal(judge("state", { status: 1, out }).problem, "ended with status 1");
  assert.equal(judge("state", { status: null, out }).problem, "no end within the time limit");
  assert.equal(judge("state", { status: 0, out }).problem, "ended without a plan: died half way");
});

test("two programs write nothing when all is well", () => {
  assert.equal(judge("process_rlimits_fail", { status: 0, out: "" }).problem, undefined);
});

test("a program without points has failed when its report holds an error", () => {
  const out = '# ---\n# {"error": "exit status 1",\n1..0\n';
  assert.equal(judge("hooks", { status: 0, out }).problem, "exit status 1");
});

test.run();
