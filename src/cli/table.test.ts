import { test } from "uvu";
import * as assert from "uvu/assert";
import { commandHelp, programHelp } from "./help.ts";
import { parseLevel } from "./parse.ts";
import { GLOBAL_FLAGS } from "./flags.ts";
import { COMMANDS } from "./table.ts";

function doubles(words: readonly string[]): readonly string[] {
  return words.filter((word, i) => words.indexOf(word) !== i);
}

test("commands are sorted and no name is there twice", () => {
  const names = COMMANDS.map(({ name }) => name);
  assert.equal(names, [...names].sort());
  assert.equal(doubles(names), []);
});

test("[CT-2] every verb that an engine calls is there", () => {
  const called =
    "create start state kill delete exec run pause resume update ps checkpoint restore features";
  for (const name of called.split(" ")) {
    const command = COMMANDS.find((one) => one.name === name);
    assert.ok(command !== undefined && command.hidden !== true, name);
  }
});

test("no command has a flag name twice, none takes help's", () => {
  for (const flags of [GLOBAL_FLAGS, ...COMMANDS.map((command) => command.flags)]) {
    const names = flags.flatMap((flag) => [
      flag.name,
      ...(flag.alias === undefined ? [] : [flag.alias]),
    ]);
    assert.equal(doubles([...names, "help", "h"]), []);
  }
});

test("every default in the table can be read", () => {
  for (const flags of [GLOBAL_FLAGS, ...COMMANDS.map((command) => command.flags)]) {
    parseLevel([], { flags, stopsAtOperand: false, command: null });
  }
});

test("help fits 80 columns and shows every flag that is not hidden", async () => {
  const pages = [{ text: await programHelp(), flags: GLOBAL_FLAGS }];
  for (const command of COMMANDS) {
    pages.push({ text: await commandHelp(command), flags: command.flags });
  }
  for (const { text, flags } of pages) {
    for (const line of text.split("\n")) assert.ok(line.length <= 80, line);
    for (const flag of flags) {
      const shown = new RegExp(`--${flag.name}\\s`).test(text);
      assert.is(shown, flag.hidden !== true, flag.name);
    }
  }
});

test("help names every command that is not hidden", async () => {
  const text = await programHelp();
  for (const command of COMMANDS) {
    const line = text.split("\n").find((each) => each.includes(`tsrun ${command.name} `));
    assert.is(line !== undefined, command.hidden !== true, command.name);
  }
});

test.run();
