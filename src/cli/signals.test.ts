import { constants } from "node:os";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseSignal, SIGNALS } from "./signals.ts";

test("names are taken with and without SIG in any case", () => {
  for (const text of ["TERM", "term", "SIGTERM", "sigterm", "SigTerm", "15"]) {
    assert.is(parseSignal(text), 15, text);
  }
});

test("the table agrees with the host's", () => {
  for (const [name, number] of Object.entries(constants.signals)) {
    assert.is(SIGNALS[name.slice(3)], number, name);
  }
});

test("realtime signals count from 34 up and from 64 down", () => {
  assert.is(parseSignal("SIGRTMIN"), 34);
  assert.is(parseSignal("SIGRTMIN+3"), 37);
  assert.is(parseSignal("RTMIN+30"), 64);
  assert.is(parseSignal("rtmax"), 64);
  assert.is(parseSignal("SIGRTMAX-14"), 50);
  assert.is(parseSignal("RTMAX-30"), 34);
});

test("0 asks whether there is a process", () => {
  assert.is(parseSignal("0"), 0);
  assert.is(parseSignal("64"), 64);
});

test("[OP-24] an unknown signal is refused by name", () => {
  for (const text of [
    "FOO",
    "",
    "SIG",
    "65",
    "-9",
    "1.5",
    "9x",
    "RTMIN+31",
    "RTMAX-31",
    "RTMIN-1",
  ]) {
    assert.throws(
      () => parseSignal(text),
      (error: Error) => error.message === `unknown signal ${JSON.stringify(text)}`,
      text,
    );
  }
  assert.throws(() => parseSignal("constructor"), /unknown signal/);
});

test.run();
