import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseProperty, parseVariant, printVariant, signatureOf } from "./gvariant.ts";

const TEXTS: readonly (readonly [source: string, signature: string, printed?: string])[] = [
  ["true", "b"],
  ["uint64 18446744073709551615", "t"],
  ["5", "i", "int32 5"],
  ["-0x10", "i", "int32 -16"],
  ["@t 7", "t", "uint64 7"],
  ["byte 0xff", "y", "byte 255"],
  ["1.5", "d"],
  ["double 2", "d", "2.0"],
  ["'inactive-or-failed'", "s"],
  [`"it's"`, "s", `'it\\'s'`],
  ["'a\\u00e9\\n'", "s", "'aé\\n'"],
  ["['a', 'b']", "as"],
  ["@as []", "as"],
  ["[uint32 1, 2]", "au", "@au [1, 2]"],
  ["@ay [3, 0]", "ay"],
  ["b'ab'", "ay", "@ay [97, 98, 0]"],
  [
    "[('/dev/null', 'rw'), ('char-pts', 'rwm')]",
    "a(ss)",
    "@a(ss) [('/dev/null', 'rw'), ('char-pts', 'rwm')]",
  ],
  ["('x', uint64 1)", "(st)", "@(st) ('x', 1)"],
  ["('x',)", "(s)", "@(s) ('x',)"],
  ["<uint32 1>", "v"],
  ["objectpath '/a'", "o", "@o '/a'"],
];

for (const [source, signature, printed] of TEXTS) {
  test(`${source} is of type ${signature} and is printed so that it is read again`, () => {
    const value = parseVariant(source);
    assert.is(signatureOf(value), signature);
    assert.is(printVariant(value), printed ?? source);
    assert.equal(parseVariant(printVariant(value)), value);
  });
}

const WRONG: readonly (readonly [source: string, words: RegExp])[] = [
  ["", /no value/],
  ["yes", /no value/],
  ["uint64 -1", /-1 is not between 0/],
  ["uint32 4294967296", /not between/],
  ["byte 'a'", /a string where y is wanted/],
  ["[]", /needs its type/],
  ["['a', 1]", /number 1 where s is wanted/],
  ["[uint32 1, int32 2]", /type i where u is wanted/],
  ["'open", /without end/],
  ["1 2", /something is left/],
  ["@z 1", /not one type/],
  ["@ss 'a'", /not one type/],
  ["@(s 'a'", /not one type/],
  ["@s 1", /number 1 where s is wanted/],
  ["uint64 1.5", /number 1.5 where t is wanted/],
  ["'\\u00g0'", /no character/],
  ["<".repeat(40), /too deep/],
];
for (const [source, words] of WRONG) {
  test(`${JSON.stringify(source.slice(0, 12))} is refused`, () => {
    assert.throws(() => parseVariant(source), words);
  });
}

test("a property is a name and a value", () => {
  assert.equal(parseProperty("Slice='a=b.slice'"), {
    name: "Slice",
    value: { type: "s", value: "a=b.slice" },
  });
  assert.throws(() => parseProperty("Slice"), /no value/);
});
test.run();
