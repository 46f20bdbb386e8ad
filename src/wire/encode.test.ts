import { suite } from "uvu";
import * as assert from "uvu/assert";
import { encodePlan, HEADER_SIZE, MAGIC } from "./encode.ts";
import type { Supplies } from "./encode.ts";
import { tableHash } from "./hash.ts";
import { WIRE_OPS } from "./ops.ts";
import type { Op } from "./ops.ts";
import { EncodeError } from "./writer.ts";

const test = suite("wire/encode");

const NOTHING: Supplies = { blobs: new Map(), slots: [] };
const opcode = (name: string): number => Object.keys(WIRE_OPS).indexOf(name);

/** The bytes behind the header, as numbers. */
function records(ops: readonly Op[], supplies = NOTHING): number[] {
  return [...encodePlan(ops, supplies).subarray(HEADER_SIZE)];
}

/** Record header and fields of one operation at step 0. */
function record(name: string, ...fields: number[]): number[] {
  return [opcode(name), 0, 0, 0, 0, 0, 0, 0, fields.length, 0, 0, 0, ...fields];
}

test("the header says magic, table, count, length and slots", () => {
  const bytes = encodePlan([{ op: "setsid" }, { op: "loopback" }], {
    ...NOTHING,
    slots: ["a", "b"],
  });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const words = [0, 4, 8, 12, 16, 20].map((at) => view.getUint32(at, true));
  assert.equal(words, [MAGIC, tableHash(), 2, bytes.length, 2, 0]);
});

test("a record's step is its index in the whole plan, with the host's steps counted", () => {
  const ops: Op[] = [{ op: "spawn" }, { op: "start-gate" }, { op: "setsid" }];
  assert.equal(records(ops), [opcode("setsid"), 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]);
});

test("numbers keep all of their bits", () => {
  assert.equal(
    records([{ op: "umask", mode: 0xfffffffe }]),
    record("umask", 0xfe, 0xff, 0xff, 0xff),
  );
  assert.equal(
    records([{ op: "clone", flags: 0xfedcba9876543210n }]),
    record("clone", 0x10, 0x32, 0x54, 0x76, 0x98, 0xba, 0xdc, 0xfe),
  );
  assert.equal(
    records([{ op: "oom-score", score: -2n }]),
    record("oom-score", 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
  );
});

test("text is its length in bytes, UTF-8 and a NUL; what is absent is told from what is empty", () => {
  assert.equal(
    records([{ op: "hostname", name: "é€" }]),
    record("hostname", 5, 0, 0, 0, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0),
  );
  assert.equal(
    records([{ op: "time-namespace", offsets: null }]),
    record("time-namespace", 0xff, 0xff, 0xff, 0xff),
  );
  assert.equal(
    records([{ op: "time-namespace", offsets: "" }]),
    record("time-namespace", 0, 0, 0, 0, 0),
  );
});

test("a blob is replaced by its bytes and a slot by its index", () => {
  const supplies: Supplies = {
    blobs: new Map([["filter", Uint8Array.of(9, 8, 7)]]),
    slots: ["gate", "status"],
  };
  assert.equal(
    records([{ op: "seccomp", filter: "filter", flags: 1n }], supplies),
    record("seccomp", 3, 0, 0, 0, 9, 8, 7, 1, 0, 0, 0, 0, 0, 0, 0),
  );
  assert.equal(
    records([{ op: "gate", gate: "status", status: "gate" }], supplies),
    record("gate", 1, 0, 0, 0, 0, 0, 0, 0),
  );
});

test("lists carry their count", () => {
  assert.equal(
    records([{ op: "user", uid: 1, gid: 2, groups: [3, 4], setgroups: 1 }]),
    record("user", 1, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0),
  );
});

test("a plan larger than the first buffer is whole", () => {
  const long = "x".repeat(100_000);
  const bytes = encodePlan([{ op: "hostname", name: long }], NOTHING);
  assert.is(bytes.length, HEADER_SIZE + 12 + 4 + long.length + 1);
  assert.is(new TextDecoder().decode(bytes.subarray(HEADER_SIZE + 16, -1)), long);
  assert.is(bytes.at(-1), 0);
});

const refused: readonly (readonly [string, Op, RegExp])[] = [
  ["text with a NUL", { op: "hostname", name: "a\0b" }, /^step 0, hostname\.name: .*NUL/],
  ["half a surrogate pair", { op: "hostname", name: "\ud800" }, /not Unicode/],
  ["a number over 32 bits", { op: "umask", mode: 0x1_0000_0000 }, /umask\.mode: 4294967296/],
  ["a fraction", { op: "umask", mode: 1.5 }, /1\.5/],
  ["a negative u64", { op: "clone", flags: -1n }, /-1 is no u64/],
  ["a score over 63 bits", { op: "oom-score", score: 1n << 63n }, /no i64/],
  ["a blob nobody supplies", { op: "seccomp", filter: "f", flags: 0n }, /no blob is named f/],
  ["a slot nobody passes", { op: "gate", gate: "g", status: "s" }, /no descriptor is named g/],
];

for (const [what, op, message] of refused) {
  test(`${what} is refused with its step and field`, () => {
    assert.throws(
      () => encodePlan([op], NOTHING),
      (error: unknown) => error instanceof EncodeError && message.test(error.message),
    );
  });
}

test("a field that is missing is refused, not encoded as something", () => {
  for (const type of Object.values(WIRE_OPS)) {
    const name = Object.keys(WIRE_OPS)[Object.values(WIRE_OPS).indexOf(type)];
    if (Object.keys(type.fields).length === 0) continue;
    const broken = { op: name } as unknown as Op;
    assert.throws(() => encodePlan([broken], NOTHING), /not a (text|number|bigint|list)/);
  }
});

test.run();
