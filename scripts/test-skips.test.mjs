// The list of allowed skips, and that it holds.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { MACHINES, MOST, SKIPS, judgeSkips, readSkip, unexcused } from "./test-skips.mjs";

test("a skip is read as bundles and as test files print it", () => {
  assert.equal(readSkip("skip apparmor: needs apparmor"), {
    name: "apparmor",
    reason: "needs apparmor",
  });
  assert.equal(readSkip("skip: [CG-2] v1: one: two: no such hierarchy (dist/js/a.test.js)"), {
    name: "[CG-2] v1: one: two",
    reason: "no such hierarchy",
  });
  assert.equal(readSkip("  skipped: no clang"), { name: "c/test", reason: "no clang" });
  assert.is(readSkip("ok   apparmor: skip"), null);
});

test("every entry runs on some machine, or names what is missing", () => {
  assert.equal(unexcused(), []);
  assert.equal(unexcused([{ name: "a", on: MACHINES }]), ["a"]);
  assert.equal(unexcused([{ name: "a", on: MACHINES, missing: "two memory nodes" }]), []);
  for (const { on } of SKIPS) assert.ok(on.every((machine) => MACHINES.includes(machine)));
  assert.equal(Object.keys(MOST), MACHINES);
});

test("what is not listed for the machine may not be skipped there", () => {
  assert.equal(judgeSkips("host", ["skip apparmor: needs apparmor", "1 passed"]), []);
  assert.equal(judgeSkips("v2", ["skip apparmor: needs apparmor"]), [
    "apparmor may not be skipped on v2: needs apparmor",
  ]);
  assert.equal(
    judgeSkips("v2", ["skip: [CG-2] v1: one: no such hierarchy (dist/js/a.test.js)"]),
    [],
  );
  assert.equal(judgeSkips("host", ["skip: a new test: needs root (dist/js/x.test.js)"]), [
    "a new test may not be skipped on host: needs root",
  ]);
});

test("nor more than the maximum, a bundle that is skipped twice counted once", () => {
  const skips = [{ name: /^x/, on: ["host"] }];
  const most = { host: 1 };
  const judge = (...names) =>
    judgeSkips(
      "host",
      names.map((name) => `skip ${name}: needs v2`),
      { skips, most },
    );
  assert.equal(judge("x1", "x1"), []);
  assert.equal(judge("x1", "x2"), ["2 are skipped on host, 1 may be"]);
  const many = Array.from({ length: 200 }, (_, at) => `skip b${at}: no oracle: none`);
  assert.match(judgeSkips("host", many)[0], /200 bundles have no oracle/);
});

test.run();
