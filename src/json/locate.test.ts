import { suite } from "uvu";
import * as assert from "uvu/assert";
import { locator } from "./locate.ts";

const test = suite("json/locate");

const TEXT = `{
  "a": 1,
  "b/c": [
    true, {"d": "x"}
  ],
  "é": {"\\u0061": null}
}
`;
const find = locator(new TextEncoder().encode(TEXT));

test("members are found at their name, elements at their value", () => {
  assert.equal(find("/a"), { line: 2, column: 3 });
  assert.equal(find("/b~1c"), { line: 3, column: 3 });
  assert.equal(find("/b~1c/0"), { line: 4, column: 5 });
  assert.equal(find("/b~1c/1"), { line: 4, column: 11 });
  assert.equal(find("/b~1c/1/d"), { line: 4, column: 12 });
  assert.equal(find("/é/a"), { line: 6, column: 9 });
});

test("what is missing is found at what is around it", () => {
  assert.equal(find("/b~1c/1/none/below"), { line: 4, column: 11 });
  assert.equal(find("/none"), { line: 1, column: 1 });
  assert.equal(find(""), { line: 1, column: 1 });
});

test("a text that ends early is known as far as it goes", () => {
  const cut = locator(new TextEncoder().encode('{"a": 1,\n "b": {"c": '));
  assert.equal(cut("/b/c"), { line: 2, column: 8 });
  assert.equal(locator(new Uint8Array())("/a"), { line: 1, column: 1 });
});

test.run();
