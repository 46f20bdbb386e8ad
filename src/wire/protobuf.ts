// Protocol Buffers as far as CRIU speaks them: messages as tables of fields, a writer, and a reader
// that takes nothing for granted. Pure.

/** How a field is written. `int` is int32, uint32 or an enum; a message is a table of its own. */
export type FieldKind = "int" | "bool" | "text" | "texts" | Table | readonly [Table];

/** A field: its number and its kind; `[table]` is a message that may be there many times. */
export type Field = readonly [number: number, kind: FieldKind];

/** A message: its fields by the names that we use. */
export interface Table {
  readonly [name: string]: Field;
}

type ValueOf<Kind> = Kind extends "int"
  ? number
  : Kind extends "bool"
    ? boolean
    : Kind extends "text"
      ? string
      : Kind extends "texts"
        ? readonly string[]
        : Kind extends readonly [infer Inner]
          ? readonly Message<Inner>[]
          : Message<Kind>;

/** A message of a table. Every field may be absent; what must be there is for the caller to say. */
export type Message<T> = {
  readonly [Name in keyof T]?: T[Name] extends readonly [number, infer Kind]
    ? ValueOf<Kind>
    : never;
};

/** Thrown by the reader: the bytes are no message of the table. */
export class ProtobufError extends Error {
  override readonly name = "ProtobufError";
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const MOST_VARINT_BYTES = 10;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Writes a message; absent members are left out. @throws RangeError for no integer of 32 bits */
export function encodeMessage<T extends Table>(table: T, message: Message<T>): Uint8Array {
  const out: number[] = [];
  const members = message as Readonly<Record<string, unknown>>;
  for (const [name, [number, kind]] of Object.entries(table)) {
    const value = members[name];
    if (value !== undefined) writeField(out, number, kind, value);
  }
  return Uint8Array.from(out);
}

function writeField(out: number[], number: number, kind: FieldKind, value: unknown): void {
  if (kind === "int" || kind === "bool") {
    writeVarint(out, BigInt((number << 3) | VARINT));
    writeVarint(out, integer(Number(value)));
  } else if (Array.isArray(value)) {
    const each = kind === "texts" ? "text" : Array.isArray(kind) ? (kind as [Table])[0] : kind;
    for (const one of value as readonly unknown[]) writeField(out, number, each, one);
  } else {
    const bytes =
      kind === "text"
        ? encoder.encode(String(value))
        : encodeMessage(kind as Table, value as Message<Table>);
    writeVarint(out, BigInt((number << 3) | BYTES));
    writeVarint(out, BigInt(bytes.length));
    for (const byte of bytes) out.push(byte);
  }
}

/** int32 and uint32 share a kind: negative ones are written as the 64 bits of their sign. */
function integer(value: number): bigint {
  if (!Number.isInteger(value) || value < -0x8000_0000 || value > 0xffff_ffff) {
    throw new RangeError(`${value} is no integer of 32 bits`);
  }
  return BigInt.asUintN(64, BigInt(value));
}

function writeVarint(out: number[], value: bigint): void {
  let left = value;
  while (left > 0x7fn) {
    out.push(Number(left & 0x7fn) | 0x80);
    left >>= 7n;
  }
  out.push(Number(left));
}

/**
 * Reads a message. Fields that the table does not have are passed over, as the format wants it; of a
 * single field that comes twice the last one counts.
 * @throws ProtobufError
 */
export function decodeMessage<T extends Table>(table: T, bytes: Uint8Array): Message<T> {
  const reader = new Reader(bytes);
  const fields = new Map(
    Object.entries(table).map(([name, [number, kind]]) => [number, { name, kind }]),
  );
  const found: Record<string, unknown> = {};
  while (!reader.done) {
    const { number, type } = reader.tag();
    const field = fields.get(number);
    if (field === undefined) reader.skip(type);
    else readField(reader, type, field.name, field.kind, found);
  }
  return found as Message<T>;
}

function readField(
  reader: Reader,
  type: number,
  name: string,
  kind: FieldKind,
  found: Record<string, unknown>,
): void {
  const wanted = kind === "int" || kind === "bool" ? VARINT : BYTES;
  if (type !== wanted) throw new ProtobufError(`${name} has wire type ${type}`);
  if (kind === "int") found[name] = Number(BigInt.asIntN(32, reader.varint()));
  else if (kind === "bool") found[name] = reader.varint() !== 0n;
  else if (kind === "text") found[name] = decoder.decode(reader.bytes());
  else if (kind === "texts") append(found, name, decoder.decode(reader.bytes()));
  else if (isRepeated(kind)) append(found, name, decodeMessage(kind[0], reader.bytes()));
  else found[name] = decodeMessage(kind, reader.bytes());
}

function isRepeated(kind: Table | readonly [Table]): kind is readonly [Table] {
  return Array.isArray(kind);
}

function append(found: Record<string, unknown>, name: string, value: unknown): void {
  const list = found[name];
  if (Array.isArray(list)) list.push(value);
  else found[name] = [value];
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  tag(): { readonly number: number; readonly type: number } {
    const tag = this.varint();
    const number = tag >> 3n;
    if (number < 1n || number > 0x1fff_ffffn) throw new ProtobufError(`no field number: ${number}`);
    return { number: Number(number), type: Number(tag & 7n) };
  }

  /** 64 bits. */
  varint(): bigint {
    let value = 0n;
    for (let count = 0; count < MOST_VARINT_BYTES; count++) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new ProtobufError("it ends within a number");
      this.#at += 1;
      value |= BigInt(byte & 0x7f) << BigInt(7 * count);
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new ProtobufError("a number of more than 64 bits");
  }

  bytes(): Uint8Array {
    const length = this.varint();
    const left = this.#bytes.length - this.#at;
    if (length > BigInt(left)) throw new ProtobufError(`${length} bytes announced, ${left} there`);
    return this.#take(Number(length));
  }

  skip(type: number): void {
    if (type === VARINT) this.varint();
    else if (type === BYTES) this.bytes();
    else if (type === FIXED64) this.#take(8);
    else if (type === FIXED32) this.#take(4);
    else throw new ProtobufError(`no wire type: ${type}`);
  }

  #take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new ProtobufError("it ends within a field");
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }
}
