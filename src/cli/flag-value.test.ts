import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseBool, parseDuration, parseInteger } from "./flag-value.ts";

test("booleans have twelve spellings", () => {
  for (const text of ["1", "t", "T", "true", "True", "TRUE"]) assert.is(parseBool(text), true);
  for (const text of ["0", "f", "F", "false", "False", "FALSE"]) assert.is(parseBool(text), false);
  for (const text of ["", "yes", "tRUE", "2"]) assert.is(parseBool(text), null);
});

test("whole numbers are exact or none", () => {
  const known: readonly (readonly [string, number | null])[] = [
    ["0", 0],
    ["-1", -1],
    ["+7", 7],
    ["0x1F", 31],
    ["0o17", 15],
    ["017", 15],
    ["-0b101", -5],
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", null],
    ["", null],
    ["08", null],
    ["1.0", null],
    ["1e3", null],
    [" 1", null],
  ];
  for (const [text, value] of known) assert.is(parseInteger(text), value, text);
});

test("durations add their parts up in milliseconds", () => {
  assert.is(parseDuration("5s"), 5000);
  assert.is(parseDuration("1h2m3s"), 3_723_000);
  assert.is(parseDuration("1.5ms"), 1.5);
  assert.is(parseDuration("-2m"), -120_000);
  assert.is(parseDuration("0"), 0);
  for (const text of ["", "5", "s", "5 s", "1d", "5s "]) assert.is(parseDuration(text), null, text);
});

test.run();
