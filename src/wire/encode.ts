// From the steps of a plan to the bytes that the helper reads.
import { TABLE_HASH } from "./hash.gen.ts";
import { WIRE_OPS } from "./ops.ts";
import type { FieldType, Op, WireOp } from "./ops.ts";
import { EncodeError, Writer } from "./writer.ts";

/** First word of an encoded plan. */
export const MAGIC = 0x52535431;
/** Bytes of the header. */
export const HEADER_SIZE = 24;
/** A slot or text that is not there. */
export const ABSENT = 0xffffffff;

/** What launch adds when it encodes: the names in a plan stand for these. */
export interface Supplies {
  /** Bytes by blob name. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** Names of the descriptors that are passed, in the order in which they are passed. */
  readonly slots: readonly string[];
}

const OPCODES: ReadonlyMap<string, number> = new Map(
  Object.keys(WIRE_OPS).map((name, index) => [name, index]),
);

/** Whether the helper performs this operation (or, for a barrier, takes part in it). */
export function isWireOp(op: Op): op is WireOp {
  if (!OPCODES.has(op.op)) return false;
  return op.op !== "barrier" || op.from !== "host" || op.to !== "host";
}

/**
 * Encodes those of a plan's operations that the helper performs; a record's step is the index in
 * `ops`. Layout: "On the wire" in ARCHITECTURE.md.
 *
 * @throws EncodeError when a value does not fit its field, or names a blob or slot that is not supplied.
 */
export function encodePlan(ops: readonly Op[], supplies: Supplies): Uint8Array {
  const writer = new Writer();
  writer.u32(MAGIC);
  writer.u32(TABLE_HASH);
  writer.u32(0); // count
  writer.u32(0); // total length
  writer.u32(supplies.slots.length);
  writer.u32(0);
  let count = 0;
  for (const [step, op] of ops.entries()) {
    if (!isWireOp(op)) continue;
    writeRecord(writer, step, op, supplies);
    count += 1;
  }
  writer.patch(8, count);
  writer.patch(12, writer.length);
  return writer.finish();
}

function writeRecord(writer: Writer, step: number, op: WireOp, supplies: Supplies): void {
  writer.u16(OPCODES.get(op.op) ?? ABSENT);
  writer.u16(0);
  writer.u32(step);
  const lengthAt = writer.length;
  writer.u32(0);
  const fields: Readonly<Record<string, FieldType>> = WIRE_OPS[op.op].fields;
  const values = op as unknown as Readonly<Record<string, unknown>>;
  let name = "";
  try {
    for (name in fields) writeField(writer, fields[name], values[name], supplies);
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    throw new EncodeError(`step ${step}, ${op.op}.${name}: ${error.message}`, { cause: error });
  }
  writer.patch(lengthAt, writer.length - lengthAt - 4);
}

function writeField(
  writer: Writer,
  type: FieldType | undefined,
  value: unknown,
  supplies: Supplies,
): void {
  switch (type) {
    case undefined:
      return;
    case "u32":
      return writer.u32(asNumber(value));
    case "u64":
      return writer.u64(asBigInt(value));
    case "i64":
      return writer.i64(asBigInt(value));
    case "str":
      return writer.text(asText(value));
    case "str?":
      return value === null ? writer.u32(ABSENT) : writer.text(asText(value));
    case "strs":
      return writeList(writer, value, (item) => writer.text(asText(item)));
    case "u32s":
      return writeList(writer, value, (item) => writer.u32(asNumber(item)));
    case "blob":
      return writer.blob(blobNamed(asText(value), supplies));
    case "slot":
      return writer.u32(slotNamed(asText(value), supplies));
    case "slot?":
      return writer.u32(value === null ? ABSENT : slotNamed(asText(value), supplies));
    default: {
      const never: never = type;
      throw new EncodeError(`no field type ${String(never)}`);
    }
  }
}

function writeList(writer: Writer, value: unknown, write: (item: unknown) => void): void {
  if (!Array.isArray(value)) throw new EncodeError("not a list");
  writer.u32(value.length);
  for (const item of value) write(item);
}

function blobNamed(name: string, supplies: Supplies): Uint8Array {
  const blob = supplies.blobs.get(name);
  if (blob === undefined) throw new EncodeError(`no blob is named ${name}`);
  return blob;
}

function slotNamed(name: string, supplies: Supplies): number {
  const slot = supplies.slots.indexOf(name);
  if (slot < 0) throw new EncodeError(`no descriptor is named ${name}`);
  return slot;
}

// The types promise all of this; a plan that was put together by other means need not keep it.
function asNumber(value: unknown): number {
  if (typeof value !== "number") throw new EncodeError("not a number");
  return value;
}

function asBigInt(value: unknown): bigint {
  if (typeof value !== "bigint") throw new EncodeError("not a bigint");
  return value;
}

function asText(value: unknown): string {
  if (typeof value !== "string") throw new EncodeError("not a text");
  return value;
}
