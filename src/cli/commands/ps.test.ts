import { test } from "uvu";
import * as assert from "uvu/assert";
import { linesOf } from "./ps.ts";

test("the heading stays, and the lines of these processes", () => {
  const text =
    "UID   PID  PPID CMD\nroot    1     0 init 12\nroot   12     1 sleep 1\nroot  112    12 x\n";
  assert.is(linesOf(text, [12]), "UID   PID  PPID CMD\nroot   12     1 sleep 1\n");
  assert.is(linesOf(text, []), "UID   PID  PPID CMD\n");
});

test("the column is found wherever it stands", () => {
  assert.is(linesOf("  CMD     PID\n  x  7\n  y  8\n", [8]), "  CMD     PID\n  y  8\n");
});

test("without a PID column or a number in it there is an error", () => {
  assert.throws(() => linesOf("CMD\nx\n", [1]), "couldn't find PID field in ps output");
  assert.throws(() => linesOf("PID\nx\n", [1]), 'unable to parse pid: "x"');
});

test.run();
