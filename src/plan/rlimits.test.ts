import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Rlimit } from "../config/config.gen.ts";
import { RLIMITS, rlimitSteps } from "./rlimits.ts";
import { all, names, testFacts } from "./testing.ts";
import type { Facts } from "./types.ts";

const test = suite("rlimits");

test("[P-13] the sixteen names have the kernel's numbers", () => {
  assert.equal(
    Object.values(RLIMITS).sort((a, b) => a - b),
    [...Array(16).keys()],
  );
  assert.is(RLIMITS.RLIMIT_NOFILE, 7);
  assert.is(RLIMITS.RLIMIT_RTTIME, 15);
});

test("[P-16] [P-17] [G-8] limits are exact to the last of 64 bits", () => {
  const hard = 0xffff_ffff_ffff_ffffn;
  const steps = rlimitSteps(
    [{ type: "RLIMIT_CORE", soft: 9_007_199_254_740_993n, hard }],
    "/process/rlimits",
    testFacts(),
    "engine",
  );
  assert.equal(all(steps, "rlimit"), [
    { op: "rlimit", resource: 4, soft: 9_007_199_254_740_993n, hard },
  ]);
  assert.is(steps[0]?.origin.pointer, "/process/rlimits/0");
});

test("[P-14] a name without a kernel interface is an error", () => {
  const wrong: unknown = [{ type: "RLIMIT_TEST", soft: 1n, hard: 1n }];
  assert.throws(
    () => rlimitSteps(wrong as readonly Rlimit[], "/p", testFacts(), "engine"),
    /wrong rlimit value: RLIMIT_TEST/,
  );
  const inherited: unknown = [{ type: "toString", soft: 1n, hard: 1n }];
  assert.throws(
    () => rlimitSteps(inherited as readonly Rlimit[], "/p", testFacts(), "engine"),
    /wrong rlimit value/,
  );
});

test("[P-18] the same name twice is an error", () => {
  const limit: Rlimit = { type: "RLIMIT_CPU", soft: 1n, hard: 1n };
  assert.throws(
    () => rlimitSteps([limit, limit], "/p", testFacts(), "engine"),
    /RLIMIT_CPU is listed twice/,
  );
});

test("a runtime that may not raise limits leaves them to init, each side has its own steps or none", () => {
  const limits: readonly Rlimit[] = [{ type: "RLIMIT_CPU", soft: 1n, hard: 1n }];
  const steps = (facts: Facts, side: "engine" | "init"): readonly string[] =>
    names(rlimitSteps(limits, "/p", facts, side));
  assert.equal(steps(testFacts(), "engine"), ["rlimit"]);
  assert.equal(steps(testFacts(), "init"), []);
  for (const facts of [testFacts({ capabilities: 0n }), testFacts({ inUserNamespace: true })]) {
    assert.equal(steps(facts, "engine"), []);
    assert.equal(steps(facts, "init"), ["own-rlimit"]);
  }
});

test.run();
