import { strict as assert } from "node:assert";
import { suite } from "uvu";
import { decode, encode } from "./protobuf.mjs";

const test = suite("protocol buffers");

test("the wire format's own examples", () => {
  // Encoding guide: field 1 = 150; field 2 = "testing"; field 3 = a message with field 1 = 150.
  assert.equal(encode({ 1: 150 }).toString("hex"), "089601");
  assert.equal(encode({ 2: "testing" }).toString("hex"), "120774657374696e67");
  assert.equal(encode({ 3: { 1: 150 } }).toString("hex"), "1a03089601");
});

test("a negative number is ten bytes", () => {
  assert.equal(encode({ 1: -2 }).toString("hex"), "08feffffffffffffffff01");
});

test("decoding gives every value of a field, in order", () => {
  const fields = decode(encode({ 1: ["a", "b"], 2: 300, 4: true }));
  assert.deepEqual([fields.get(2), fields.get(4)], [[300n], [1n]]);
});

test("a cut message is an error", () => {
  const bytes = encode({ 2: "testing" });
  assert.throws(() => decode(bytes.subarray(0, 4)), /ends within a field/);
  assert.throws(() => decode(Buffer.from([0x08, 0x96])), /ends within a number/);
});

test.run();
