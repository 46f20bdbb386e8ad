// test: alone slow
// test: limit 300
// The fuzzers themselves: each finds a bug that was planted for it, and an input without end is seen.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { fuzz } from "./run.mjs";
import { targets } from "./targets/index.mjs";

const PATIENCE_MS = 90_000;

for (const name of Object.keys(targets)) {
  test(`${name} finds its planted bug`, async () => {
    const { failure } = await fuzz({ name, seed: 2, milliseconds: PATIENCE_MS, planted: true });
    assert.match(failure?.text ?? "nothing was found", "the planted bug");
    assert.ok(targets[name].planted(failure?.input ?? Buffer.alloc(0)));
  });
}

test("seeds by themselves do not hold the planted bug", () => {
  for (const { name, seeds, planted } of Object.values(targets)) {
    assert.not(
      seeds().some((input) => planted(input)),
      name,
    );
  }
});

test("an input without end is found and handed out", async () => {
  const { failure } = await fuzz({ name: "hang", seed: 1, patience: 1500 });
  assert.match(failure?.text ?? "", "no end after 1500 ms");
  assert.is(failure?.input.toString(), "never ends");
});

test("a run is as long as it was told, and its inputs reach code", async () => {
  const { executions, blocks, corpus, failure } = await fuzz({
    name: "report",
    seed: 1,
    executions: 500,
  });
  assert.is(failure, null);
  assert.ok(executions >= 500);
  assert.ok(blocks > 0);
  assert.ok(corpus >= targets.report.seeds().length);
});

test.run();
