import { test } from "uvu";
import * as assert from "uvu/assert";
import { GLOBAL_FLAGS } from "./flags.ts";
import { findCommand, parseCommand, parseLevel } from "./parse.ts";
import { distance, nearest, withSuggestion } from "./suggest.ts";
import { COMMANDS } from "./table.ts";
import { UsageError } from "./usage-error.ts";

function said(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UsageError) return withSuggestion(error);
    throw error;
  }
  throw new Error("no usage error");
}

test("edits are counted, two letters in the wrong order as one", () => {
  const pairs: readonly (readonly [string, string, number])[] = [
    ["start", "start", 0],
    ["strat", "start", 1],
    ["stat", "start", 1],
    ["starrt", "start", 1],
    ["stort", "start", 1],
    ["", "ps", 2],
    ["ps", "", 2],
    ["kill", "list", 3],
  ];
  for (const [from, to, edits] of pairs) assert.is(distance(from, to), edits, `${from} ${to}`);
});

test("the nearest name is meant, unless two are or none is near", () => {
  assert.is(nearest("creat", ["create", "delete"]), "create");
  assert.is(nearest("abc", ["abd", "abe"]), null);
  assert.is(nearest("frobnicate", ["create"]), null);
  assert.is(nearest("px", ["ps", "p"]), null);
});

test("a mistyped command: the words that callers know come first", () => {
  assert.is(
    said(() => findCommand(COMMANDS, "strat")),
    "No help topic for 'strat'; did you mean start?",
  );
  assert.is(
    said(() => findCommand(COMMANDS, "frobnicate")),
    "No help topic for 'frobnicate'",
  );
  // What only the program itself calls is nobody's to know.
  assert.not.match(
    said(() => findCommand(COMMANDS, "finish-rum")),
    "mean",
  );
});

test("a mistyped flag, of a command and before it", () => {
  const create = findCommand(COMMANDS, "create");
  assert.is(
    said(() => parseCommand(create, ["--bundel", "x", "y"], "tsrun")),
    "flag provided but not defined: -bundel; did you mean --bundle?",
  );
  const level = { flags: GLOBAL_FLAGS, stopsAtOperand: true, command: null };
  assert.is(
    said(() => parseLevel(["--systemd-cgruop", "list"], level)),
    "flag provided but not defined: -systemd-cgruop; did you mean --systemd-cgroup?",
  );
  assert.is(
    said(() => parseCommand(create, ["--bundle"], "tsrun")),
    "flag needs an argument: -bundle",
  );
});

test.run();
