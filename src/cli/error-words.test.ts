import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Failure } from "../launch/failure.ts";
import { PlanError } from "../plan/types.ts";
import { endingOf, messageOf } from "./error-words.ts";
import { UsageError } from "./usage-error.ts";

test("create, run and exec have the prefixes that callers know", () => {
  const error = new Failure("container does not exist");
  assert.is(
    endingOf(error, "create", false).message,
    "tsrun create failed: container does not exist",
  );
  assert.is(endingOf(error, "run", false).message, "tsrun run failed: container does not exist");
  assert.is(endingOf(error, "exec", false).message, "exec failed: container does not exist");
  assert.is(endingOf(error, "state", false).message, "container does not exist");
});

test("every failure of exec ends with 255, wrong usage with 1", () => {
  assert.is(endingOf(new Failure("x"), "exec", false).exitCode, 255);
  assert.is(endingOf(new Error("x"), "exec", false).exitCode, 255);
  assert.is(endingOf(new UsageError("x", 1, "", null), null, false).exitCode, 1);
  assert.is(endingOf(new UsageError("x", 3, null, null), null, false).exitCode, 3);
});

test("a failure of another command has its own exit code", () => {
  assert.is(endingOf(new Failure("x", 7), "run", false).exitCode, 7);
  assert.is(endingOf(new Error("x"), "kill", false).exitCode, 1);
});

test("a refusal of the planner names its place", () => {
  const error = new PlanError("/mounts/3/source", "a bind mount needs a source");
  assert.is(messageOf(error), "a bind mount needs a source (config.json: mounts[3].source)");
});

test("a system error is told as call, object and text", () => {
  try {
    readFileSync("/nonexistent/file");
    assert.unreachable();
  } catch (error) {
    assert.is(messageOf(error), "open /nonexistent/file: no such file or directory");
  }
});

test("a mistake of the program is one line that says so, with its stack only in --debug", () => {
  const error = new TypeError("x is not a function");
  assert.is(endingOf(error, "list", false).message, "internal error: x is not a function");
  assert.match(endingOf(error, "list", true).message, /\n.*error-words/s);
  assert.is(messageOf("thrown text"), "internal error: thrown text");
});

test("what others chose cannot begin a line or steer the terminal", () => {
  const hostile = new Failure("bind /a\nERRO[0000] all is well\u001b[2J\u202e");
  assert.is(
    endingOf(hostile, null, false).message,
    "bind /a\\u{a}ERRO[0000] all is well\\u{1b}[2J\\u{202e}",
  );
  const usage = new UsageError("flag provided but not defined: -\u001b]0;x\u0007", 1, null, null);
  assert.is(endingOf(usage, null, false).message.includes("\u001b"), false);
});

test.run();
