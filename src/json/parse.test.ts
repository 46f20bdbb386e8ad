import { suite } from "uvu";
import * as assert from "uvu/assert";
import { JsonError } from "./error.ts";
import { JSON_LIMITS, parseDocument, parseJson } from "./parse.ts";
import type { JsonLimits } from "./parse.ts";
import { printJson } from "./print.ts";

const test = suite("json/parse");

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string): unknown => parseJson(bytes(text));

function fails(text: string | Uint8Array, limits: JsonLimits = JSON_LIMITS): JsonError {
  try {
    parseJson(typeof text === "string" ? bytes(text) : text, limits);
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

test("plain values are those of JSON.parse", () => {
  const text = ' {"a": [1, -2.5, 1e3, true, false, null, "x\\n\\u00e9\\\\", {}, []], "": "\\""} ';
  assert.equal(parse(text), JSON.parse(text));
});

test("[G-3] a byte that is not UTF-8 is an error that tells where it is", () => {
  const text = bytes('{"hostname": "\ufffd?"}');
  text[text.indexOf(63)] = 0xff;
  assert.is(fails(text).message, "not UTF-8: byte 17 begins no character");
});

test("[G-3] a byte order mark is not JSON", () => {
  assert.match(fails("\ufeff{}").message, "line 1, column 1: unexpected");
});

test("[G-4] [V-43] a name that occurs twice in one object is an error with its place", () => {
  const error = fails('{"a": 1,\n "b": {"hostname": "x", "hostname": "y"}}');
  assert.is(error.message, 'line 2, column 25: duplicate name "hostname"');
  assert.is(error.pointer, "/b/hostname");
});

test("[G-4] two spellings of one name are one name, and order does not matter", () => {
  assert.is(fails('{"a": 1, "\\u0061": 2}').pointer, "/a");
  assert.is(fails('[{"a": {"z": 1}, "b": 2, "a": {"z": 1}}]').pointer, "/0/a");
  assert.is(fails('{"__proto__": 1, "__proto__": 2}').pointer, "/__proto__");
  assert.is(fails('{"2": 1, "a": 0, "2": 2}').pointer, "/2");
  assert.is(fails('{"a": "\\u003a", "a": "\\u003A"}').pointer, "/a");
  assert.is(fails('{"a": ":", "b": {"a": 0, "a": 0}}').pointer, "/b/a");
});

test("[G-4] the same name in different objects is fine, colons in strings are not members", () => {
  assert.equal(parse('[{"a": ":{"}, {"a": "\\":"}]'), [{ a: ":{" }, { a: '":' }]);
  assert.equal(parse('{"a:": "\\u003a:"}'), { "a:": "::" });
});

test("a name __proto__ is a member like any other", () => {
  const value = parse('{"__proto__": {"a": 9007199254740993}}');
  assert.equal(Object.keys(value as object), ["__proto__"]);
  assert.is(printJson(value), '{"__proto__":{"a":9007199254740993}}');
});

test("[G-5] text that is not JSON is an error with line, column and what was due", () => {
  assert.is(fails("{]").message, 'line 1, column 2: unexpected "]" where a name is due');
  assert.is(
    fails('{\n  "a": ,\n}').message,
    'line 2, column 8: unexpected "," where a value is due',
  );
  assert.is(fails('{"a": 1').message, 'line 1, column 8: unexpected EOF where "," or "}" is due');
  assert.is(fails("").message, "line 1, column 1: unexpected EOF where a value is due");
  assert.is(fails("[1,]").message, 'line 1, column 4: unexpected "]" where a value is due');
  assert.is(fails('["a').message, "line 1, column 2: a string without end");
  assert.match(fails('"\\x"').message, "a bad escape");
  assert.match(fails('"\n"').message, "a raw control character");
  assert.match(fails("01").message, "the end of the text");
  assert.match(fails("nul").message, "a value");
  assert.match(fails('{"a" 1}').message, '":"');
  assert.match(fails("+1").message, "a value");
});

test("[G-8] integers keep all their digits, beyond 2^53 as bigint", () => {
  assert.is(parse("18446744073709551615"), 18446744073709551615n);
  assert.is(parse("-9223372036854775808"), -9223372036854775808n);
  assert.is(parse("9007199254740993"), 9007199254740993n);
  assert.is(parse("9007199254740991"), 9007199254740991);
  assert.equal(parse('{"a": [1, 9007199254740993]}'), { a: [1, 9007199254740993n] });
});

test("[G-8] integers in other spellings are exact too", () => {
  assert.is(parse("18446744073709551615.0"), 18446744073709551615n);
  assert.is(parse("1.8446744073709551615e19"), 18446744073709551615n);
  assert.is(parse("900719925474099300e-2"), 9007199254740993n);
  assert.is(parse("1e19"), 10n ** 19n);
  assert.is(parse("1.5"), 1.5);
  assert.match(fails("1e400").message, "a number beyond the range of doubles");
  assert.is(parse("12345678901234567.5"), Number("12345678901234567.5"));
});

test("exact integers are told apart from the doubles by their pointers", () => {
  const document = parseDocument(bytes('{"a/b": [9007199254740993], "~": 1}'));
  assert.equal(document.value, { "a/b": [9007199254740992], "~": 1 });
  assert.equal([...document.exact], [["/a~1b/0", 9007199254740993n]]);
});

test("nesting and size have limits, each with a clear error", () => {
  const deep = "[".repeat(200) + "]".repeat(200);
  assert.is(fails(deep).message, "line 1, column 129: nested deeper than 128 levels");
  const long = "[".repeat(1_000_000);
  assert.match(fails(long).message, "nested deeper than 128 levels");
  const small = { maxBytes: 10, maxDepth: 2 };
  assert.is(fails('["01234567"]', small).message, "12 bytes are more than the limit of 10");
  assert.equal(parseJson(bytes("[[1]]"), small), [[1]]);
});

test("null, NUL and halves of pairs are noticed, for who cares", () => {
  const seen = (text: string): readonly boolean[] => {
    const { nulls, oddText } = parseDocument(bytes(text));
    return [nulls, oddText];
  };
  assert.equal(seen('{"a": null}'), [true, false]);
  assert.equal(seen('{"a": "null"}'), [false, false]);
  assert.equal(seen('["\\u0000"]'), [false, true]);
  assert.equal(seen('["\\uD800"]'), [false, true]);
});

test.run();
