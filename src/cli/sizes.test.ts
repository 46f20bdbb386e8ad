import { test } from "uvu";
import * as assert from "uvu/assert";
import { bytes, wholeNumber } from "./sizes.ts";

test("sizes have units of 1024 in every spelling, fractions, and -1", () => {
  for (const [text, value] of [
    ["-1", -1n],
    ["0", 0n],
    ["512", 512n],
    ["512b", 512n],
    ["10k", 10240n],
    ["10 KB", 10240n],
    ["10M", 10485760n],
    ["1.5GiB", 1610612736n],
    ["2t", 2199023255552n],
    ["9007199254740993", 9007199254740993n],
    ["9223372036854775807", 9223372036854775807n],
  ] as const) {
    assert.is(bytes("memory", text), value, text);
  }
});

test("what is no size is refused with its flag", () => {
  for (const text of ["", "x", "-2", "1x", "1 kk", "10bb", "9223372036854775808", "8192p"]) {
    assert.throws(() => bytes("memory", text), /^invalid value for memory: /, text);
  }
});

test("whole numbers keep 64 bits", () => {
  assert.is(wholeNumber("cpu-share", "18446744073709551615", false), 18446744073709551615n);
  assert.is(wholeNumber("cpu-quota", "-1", true), -1n);
  for (const text of ["-1", "1.5", "0x10", "", "18446744073709551616"]) {
    assert.throws(() => wholeNumber("cpu-period", text, false), /^invalid value for cpu-period: /);
  }
});

test.run();
