import { test } from "uvu";
import * as assert from "uvu/assert";
import { numbersOf } from "./number-list.ts";

test("a list is its numbers, each once", () => {
  assert.equal(numbersOf("0-2, 7"), [0, 1, 2, 7]);
  assert.equal(numbersOf("3,1-3"), [3, 1, 2]);
  assert.equal(numbersOf(""), []);
});

test.run();
