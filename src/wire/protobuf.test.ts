import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeMessage, encodeMessage, ProtobufError } from "./protobuf.ts";
import type { Table } from "./protobuf.ts";

const test = suite("wire/protobuf");

const INNER = { key: [1, "text"], fd: [2, "int"] } as const satisfies Table;
const TABLE = {
  number: [1, "int"],
  flag: [2, "bool"],
  name: [3, "text"],
  names: [4, "texts"],
  inner: [5, INNER],
  inners: [300, [INNER]],
} as const satisfies Table;

const bytes = (...list: readonly number[]): Uint8Array => Uint8Array.from(list);

test("the bytes are those of the published examples", () => {
  assert.equal(encodeMessage(TABLE, { number: 150 }), bytes(0x08, 0x96, 0x01));
  const testing = [0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67];
  assert.equal(encodeMessage(TABLE, { name: "testing" }), bytes(0x1a, 7, ...testing));
  assert.equal(
    encodeMessage({ c: [3, { a: [1, "int"] }] }, { c: { a: 150 } }),
    bytes(0x1a, 3, 8, 0x96, 1),
  );
  // A negative int32 is ten bytes long.
  assert.equal(encodeMessage(TABLE, { number: -2 }), bytes(8, 0xfe, ...Array(8).fill(0xff), 1));
});

test("what was written is read back, absent members stay absent", () => {
  const whole = {
    number: -1,
    flag: false,
    name: "é",
    names: ["", "a"],
    inner: { key: "k" },
    inners: [{ key: "pipe:[1]", fd: 0 }, {}],
  };
  assert.equal(decodeMessage(TABLE, encodeMessage(TABLE, whole)), whole);
  assert.equal(decodeMessage(TABLE, encodeMessage(TABLE, {})), {});
  assert.is(encodeMessage(TABLE, { number: 0xffff_ffff }).length, 6);
});

test("a number that is none of 32 bits is not written", () => {
  for (const number of [1.5, Number.NaN, 2 ** 32, -(2 ** 31) - 1])
    assert.throws(() => encodeMessage(TABLE, { number }), RangeError);
});

test("unknown fields of every wire type are passed over, the last of two counts", () => {
  const unknown = [0x78, 1, 0x79, ...Array(8).fill(9), 0x7a, 2, 7, 7, 0x7d, 1, 2, 3, 4];
  assert.equal(decodeMessage(TABLE, bytes(...unknown, 8, 1, 8, 2)), { number: 2 });
});

test("hostile bytes are an error", () => {
  const refused: readonly (readonly number[])[] = [
    [0x08],
    [0x08, 0x80],
    [0x08, ...Array(10).fill(0xff), 1],
    [0x1a, 1],
    [0x1a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
    [0x1a, 0x80, 0x80, 0x80, 0x80, 0x10, 1],
    [0x79, 1, 2],
    [0x7d, 1],
    // Field 0, groups, a number beyond the format, another wire type than the table's.
    [0x00, 1],
    [0x7b],
    [0x7c],
    [0xf8, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1],
    [0x0a, 1, 1],
    [0x18, 1],
    [0x2a, 2, 0x0a, 5],
  ];
  for (const list of refused) {
    assert.throws(
      () => decodeMessage(TABLE, bytes(...list)),
      (error: unknown) => error instanceof ProtobufError,
      list.join(" "),
    );
  }
});

test("a message cut off anywhere is an error or a shorter message", () => {
  const whole = encodeMessage(TABLE, { name: "testing", inners: [{ key: "pipe:[1]", fd: 2 }] });
  for (let length = 0; length < whole.length; length++) {
    try {
      const read = decodeMessage(TABLE, whole.subarray(0, length));
      assert.ok(read.inners === undefined);
    } catch (error) {
      assert.instance(error, ProtobufError);
    }
  }
});

test("text that is not UTF-8 is still text", () => {
  assert.equal(decodeMessage(TABLE, bytes(0x1a, 2, 0xff, 0x41)), { name: "\ufffdA" });
});

test.run();
