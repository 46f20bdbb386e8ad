import { suite } from "uvu";
import * as assert from "uvu/assert";
import { verdict } from "../testing.ts";

const test = suite("config/checks/linux");

test("[V-40] [MP-1] a memory policy has a mode that is known", () => {
  const of = (memoryPolicy: object) => verdict({ linux: { memoryPolicy } });
  assert.equal(of({}), ["error /linux/memoryPolicy/mode: is required"]);
  assert.match(of({ mode: "X" })[0] ?? "", "must be one of MPOL_DEFAULT");
});

test("[V-40] [MP-2] [MP-3] each mode takes the nodes that it takes", () => {
  const of = (word: string, nodes?: string) =>
    verdict({ linux: { memoryPolicy: { mode: `MPOL_${word}`, nodes } } });
  for (const word of ["DEFAULT", "LOCAL"]) {
    assert.equal(of(word, ""), []);
    assert.equal(of(word, "0"), [`error /linux/memoryPolicy/nodes: MPOL_${word} requires 0 nodes`]);
  }
  for (const word of ["BIND", "INTERLEAVE", "WEIGHTED_INTERLEAVE", "PREFERRED_MANY"]) {
    assert.equal(of(word, "0-1"), []);
    const rule = `error /linux/memoryPolicy/nodes: MPOL_${word} requires at least one node`;
    assert.equal(of(word), [rule]);
    assert.equal(of(word, ""), [rule]);
  }
  assert.equal(of("PREFERRED"), []);
  assert.equal(of("PREFERRED", "0"), []);
  assert.equal(of("PREFERRED", "x"), [
    "error /linux/memoryPolicy/nodes: must be a list such as 0-3,7",
  ]);
});

test("[MP-4] static and relative nodes exclude each other", () => {
  const flags = ["MPOL_F_STATIC_NODES", "MPOL_F_RELATIVE_NODES"];
  assert.equal(verdict({ linux: { memoryPolicy: { mode: "MPOL_BIND", nodes: "0", flags } } }), [
    "error /linux/memoryPolicy/flags: MPOL_F_STATIC_NODES and MPOL_F_RELATIVE_NODES exclude each other",
  ]);
});

test("[V-41] [RT-5] an L3 line of another form is a warning", () => {
  const of = (l3CacheSchema: string) => verdict({ linux: { intelRdt: { l3CacheSchema } } });
  assert.equal(of("L3:0=f"), []);
  for (const line of ["L3:0=f\nMB:0=1", "MB:0=1"]) {
    assert.equal(of(line), [
      "warning /linux/intelRdt/l3CacheSchema: should begin with L3: and have no newline",
    ]);
  }
});

test.run();
