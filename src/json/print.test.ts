import { suite } from "uvu";
import * as assert from "uvu/assert";
import { printJson } from "./print.ts";

const test = suite("json/print");

const VALUES: readonly unknown[] = [
  null,
  true,
  -0.5,
  1e21,
  'a"\\\n\u2028\ud800',
  [],
  {},
  [[], {}],
  { a: [1, { b: undefined, c: [undefined] }], d: "" },
  [1, [2, [3]]],
];

test("the layout is that of JSON.stringify", () => {
  for (const value of VALUES) {
    for (const indent of [0, 2, 4, "\t"]) {
      assert.is(printJson(value, indent), JSON.stringify(value, null, indent));
    }
  }
});

test("[G-8] a bigint is a plain number", () => {
  const value = { soft: 18446744073709551615n, list: [-1n] };
  assert.is(printJson(value), '{"soft":18446744073709551615,"list":[-1]}');
});

test("a member that is undefined is left out", () => {
  assert.is(printJson({ a: undefined, b: 1 }, 1), '{\n "b": 1\n}');
});

test("what JSON cannot say is an error", () => {
  for (const value of [NaN, Infinity, Symbol("x"), () => 0]) {
    assert.throws(() => printJson([value]), /JSON has no/);
  }
});

test.run();
