import { suite } from "uvu";
import * as assert from "uvu/assert";
import { CALLS, REPORTS } from "./ops.ts";
import { decodeReport, NO_STEP, REPORT_SIZE, ReportError } from "./report.ts";

const test = suite("wire/report");

/** A report as the helper lays it out. */
function encode(
  words: Partial<Record<"kind" | "step" | "call" | "error" | "length", number>>,
  text = "",
  value = 0n,
): Uint8Array {
  const bytes = new Uint8Array(REPORT_SIZE);
  const view = new DataView(bytes.buffer);
  const encoded = new TextEncoder().encode(text);
  view.setUint32(0, words.kind ?? 0, true);
  view.setUint32(4, words.step ?? 0, true);
  view.setUint32(8, words.call ?? 0, true);
  view.setInt32(12, words.error ?? 0, true);
  view.setBigInt64(16, value, true);
  view.setUint32(24, words.length ?? encoded.length, true);
  bytes.set(encoded, 32);
  return bytes;
}

test("an error names step, call, errno and text", () => {
  const call = CALLS.indexOf("openat2");
  const report = decodeReport(encode({ step: 7, call, error: 40 }, "/etc/é"));
  assert.equal(report, {
    kind: "error",
    step: 7,
    call: "openat2",
    error: 40,
    value: 0n,
    text: "/etc/é",
  });
});

test("a pid is the value", () => {
  const report = decodeReport(encode({ kind: REPORTS.indexOf("pid") }, "", 4_194_303n));
  assert.is(report.kind, "pid");
  assert.is(report.value, 4_194_303n);
});

test("a view into a larger buffer is read at its own place", () => {
  const buffer = new Uint8Array(REPORT_SIZE + 8);
  buffer.set(encode({ step: NO_STEP }, "x"), 8);
  assert.is(decodeReport(buffer.subarray(8)).step, NO_STEP);
});

test("text that was cut within a character is still text", () => {
  const bytes = encode({}, "aé");
  new DataView(bytes.buffer).setUint32(24, 2, true);
  assert.is(decodeReport(bytes).text, "a\ufffd");
});

test("what is no report is refused", () => {
  const broken = [
    new Uint8Array(4),
    new Uint8Array(REPORT_SIZE + 1),
    encode({ kind: REPORTS.length }),
    encode({ call: CALLS.length }),
    encode({ length: 513 }),
  ];
  for (const bytes of broken) {
    assert.throws(
      () => decodeReport(bytes),
      (error: unknown) => error instanceof ReportError,
    );
  }
});

test.run();
