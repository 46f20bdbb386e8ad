// As much of protocol buffers as the calls need: a message is an object by field number.

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

function varint(value) {
  const bytes = [];
  // A negative number is its two's complement of 64 bits.
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

function encodeField(number, value) {
  const key = (type) => varint((number << 3) | type);
  if (typeof value === "boolean") return [key(VARINT), varint(value ? 1 : 0)];
  if (typeof value === "number" || typeof value === "bigint") return [key(VARINT), varint(value)];
  const bytes = typeof value === "string" ? Buffer.from(value) : encode(value);
  return [key(BYTES), varint(bytes.length), bytes];
}

/** Encodes a message: text, numbers, booleans and messages by field number; a list is repeated. */
export function encode(message) {
  const parts = Object.entries(message).flatMap(([number, value]) =>
    [value].flat().flatMap((one) => encodeField(Number(number), one)),
  );
  return Buffer.concat(parts);
}

/** Decodes the outermost fields: number to the list of its values (bigint or bytes). */
export function decode(bytes) {
  const fields = new Map();
  let at = 0;
  const number = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length) throw new Error("a message ends within a number");
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length) => {
    if (at + length > bytes.length) throw new Error("a message ends within a field");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = Number(number());
    const type = key & 7;
    let value;
    if (type === VARINT) value = number();
    else if (type === BYTES) value = take(Number(number()));
    else if (type === FIXED64) value = take(8);
    else if (type === FIXED32) value = take(4);
    else throw new Error(`a field of type ${type}`);
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), value]);
  }
  return fields;
}
