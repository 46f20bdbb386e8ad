import { test } from "uvu";
import * as assert from "uvu/assert";
import { findCommand, parseCommand, parseLevel, type Parsed } from "./parse.ts";
import { GLOBAL_FLAGS } from "./flags.ts";
import { COMMANDS } from "./table.ts";
import { UsageError } from "./usage-error.ts";

function parse(line: string): Parsed {
  const [name = "", ...words] = line.split(" ");
  return parseCommand(findCommand(COMMANDS, name), words, "prog");
}

function usageError(action: () => unknown): UsageError {
  try {
    action();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("no usage error");
}

test("[CT-1] one dash and two mean the same, with = or with a word", () => {
  for (const line of [
    "create -bundle /b x",
    "create --bundle /b x",
    "create -bundle=/b x",
    "create --bundle=/b x",
    "create -b /b x",
    "create --b=/b x",
  ]) {
    assert.is(parse(line).values.text("bundle"), "/b", line);
    assert.equal(parse(line).args, ["x"], line);
  }
});

test("[CT-1] a single-dash long boolean is taken as engines send it", () => {
  assert.is(parse("restore -no-subreaper x").values.bool("no-subreaper"), true);
});

test("booleans take a value only with =", () => {
  assert.is(parse("run --detach x").values.bool("detach"), true);
  assert.is(parse("run --detach=true x").values.bool("detach"), true);
  assert.is(parse("run --detach=false x").values.bool("detach"), false);
  assert.is(parse("run -d=0 x").values.bool("detach"), false);
  assert.equal(parse("create --no-pivot x true").args, ["x", "true"]);
});

test("short flags are not bundled", () => {
  const error = usageError(() => parse("exec -td x sh"));
  assert.is(error.message, "flag provided but not defined: -td");
});

test("[CT-1] flags and operands mix", () => {
  const parsed = parse("delete x -f");
  assert.equal(parsed.args, ["x"]);
  assert.is(parsed.values.bool("force"), true);
  assert.is(parse("update x --memory 10M").values.text("memory"), "10M");
});

test("the value is the next word whatever it looks like", () => {
  assert.is(parse("update --memory -1 x").values.text("memory"), "-1");
  assert.is(parse("update --resources - x").values.text("resources"), "-");
});

test("exec, kill and ps stop at the first operand", () => {
  const exec = parse("exec -t x ls -l --tty=false");
  assert.equal(exec.args, ["x", "ls", "-l", "--tty=false"]);
  assert.is(exec.values.bool("tty"), true);
  assert.equal(parse("kill x --all").args, ["x", "--all"]);
  assert.equal(parse("ps -f json x -f table").args, ["x", "-f", "table"]);
});

test("-- ends the flags everywhere", () => {
  assert.equal(parse("delete -- -f").args, ["-f"]);
  assert.equal(parse("exec -t -- -x ls").args, ["-x", "ls"]);
});

test("a single dash is an operand", () => {
  assert.equal(parse("state -").args, ["-"]);
});

test("repeated flags add up and commas are not split", () => {
  const parsed = parse("exec -e A=1,2 --env B= -g 4 -g 0x10 x sh");
  assert.equal(parsed.values.texts("env"), ["A=1,2", "B="]);
  assert.equal(parsed.values.numbers("additional-gids"), [4, 16]);
});

test("[CT-1] of a flag that is no list the last one counts", () => {
  assert.is(parse("create -b /a -b /b x").values.text("bundle"), "/b");
  assert.is(
    parse("checkpoint --leave-running --leave-running x").values.bool("leave-running"),
    true,
  );
});

test("an empty value is an unset one", () => {
  assert.is(parse("create --console-socket= x").values.text("console-socket"), null);
});

test("defaults come from the table", () => {
  assert.is(parse("create x").values.number("preserve-fds"), 0);
  assert.is(parse("list").values.text("format"), "table");
  assert.is(parse("events x").values.number("interval"), 5000);
  assert.is(parse("checkpoint x").values.number("status-fd"), -1);
});

test("numbers and durations are checked", () => {
  assert.is(parse("create --preserve-fds=0b11 x").values.number("preserve-fds"), 3);
  assert.is(parse("events --interval 1m1.5s x").values.number("interval"), 61_500);
  const number = usageError(() => parse("create --preserve-fds 1x y"));
  assert.is(number.message, 'invalid value "1x" for flag -preserve-fds: not a whole number');
  assert.match(usageError(() => parse("create --preserve-fds 9007199254740993 y")).message, "9007");
  assert.match(usageError(() => parse("events --interval 5 x")).message, "not a duration");
  const bool = usageError(() => parse("run --detach=yes x"));
  assert.is(bool.message, 'invalid boolean value "yes" for -detach: parse error');
});

test("an unknown flag is a usage error of its command", () => {
  const error = usageError(() => parse("list --x=1"));
  assert.is(error.message, "flag provided but not defined: -x");
  assert.is(error.heading, "Incorrect Usage: flag provided but not defined: -x");
  assert.is(error.exitCode, 1);
  assert.is(error.command?.name, "list");
});

test("a flag without its value is a usage error", () => {
  assert.is(usageError(() => parse("create -b")).message, "flag needs an argument: -b");
  const probe = usageError(() => parse("restore --lsm-mount-context"));
  assert.is(probe.message, "flag needs an argument: -lsm-mount-context");
});

test("broken flags are named", () => {
  assert.is(usageError(() => parse("list ---x")).message, "bad flag syntax: ---x");
  assert.is(usageError(() => parse("list -=x")).message, "bad flag syntax: -=x");
});

test("[OP-2] [OP-17] [OP-21] [OP-25] the number of operands is checked", () => {
  const demands: readonly (readonly [string, string])[] = [
    ["state", 'prog: "state" requires exactly 1 argument(s)'],
    ["state a b", 'prog: "state" requires exactly 1 argument(s)'],
    ["start", 'prog: "start" requires exactly 1 argument(s)'],
    ["delete -f", 'prog: "delete" requires exactly 1 argument(s)'],
    ["kill", 'prog: "kill" requires a minimum of 1 argument(s)'],
    ["kill a 9 b", 'prog: "kill" requires a maximum of 2 argument(s)'],
    ["exec -t", 'prog: "exec" requires a minimum of 1 argument(s)'],
    ["features x", 'prog: "features" requires exactly 0 argument(s)'],
    ["create a b c", 'prog: "create" requires a maximum of 2 argument(s)'],
  ];
  for (const [line, message] of demands) {
    const error = usageError(() => parse(line));
    assert.is(error.message, message);
    assert.is(error.heading, "Incorrect Usage.");
    assert.is(error.exitCode, 1);
  }
});

test("help needs no operands and is asked for in four spellings", () => {
  for (const word of ["-h", "--h", "-help", "--help"]) assert.is(parse(`state ${word}`).help, true);
  assert.is(parse("exec x ls --help").help, false);
});

test("an unknown command ends with 3 and shows no help", () => {
  const error = usageError(() => findCommand(COMMANDS, "foo"));
  assert.is(error.message, "No help topic for 'foo'");
  assert.is(error.exitCode, 3);
  assert.is(error.heading, null);
});

test("global flags end at the command", () => {
  const words = "--root=/r -log-format json --log /l create --bundle /b x".split(" ");
  const parsed = parseLevel(words, { flags: GLOBAL_FLAGS, stopsAtOperand: true, command: null });
  assert.is(parsed.values.text("root"), "/r");
  assert.is(parsed.values.text("log-format"), "json");
  assert.equal(parsed.args, ["create", "--bundle", "/b", "x"]);
});

test.run();
