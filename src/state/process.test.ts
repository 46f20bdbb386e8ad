import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isAlive, lifeOf, startOf } from "./process.ts";

const life = suite("state/process");

life("this process lives, with its own start time and no other", () => {
  const start = startOf(process.pid);
  assert.ok(start > 0);
  assert.is(lifeOf(process.pid)?.ended, false);
  assert.is(isAlive(process.pid, start), true);
  assert.is(isAlive(process.pid, start + 1), false);
});

life("a pid that nobody has is dead; its start time is an error and never 0", () => {
  const nobody = 0x3fffffff;
  assert.is(lifeOf(nobody), null);
  assert.is(lifeOf(0), null);
  assert.is(isAlive(nobody, 0), false);
  assert.throws(() => startOf(nobody), /no such process/);
});

life.run();
