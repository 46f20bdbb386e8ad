import { suite } from "uvu";
import * as assert from "uvu/assert";
import { below, keysOf, spoken } from "./pointer.ts";

const test = suite("json/pointer");

test("keys with slashes and tildes survive", () => {
  const pointer = below(below("/annotations", "a/b~c"), 0);
  assert.is(pointer, "/annotations/a~1b~0c/0");
  assert.equal(keysOf(pointer), ["annotations", "a/b~c", "0"]);
});

test("places are spoken as in a program", () => {
  assert.is(spoken("/mounts/0/source"), "mounts[0].source");
  assert.is(spoken("/annotations/a~1b"), 'annotations["a/b"]');
  assert.is(spoken(""), "");
});

test.run();
