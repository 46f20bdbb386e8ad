import { spawnSync } from "node:child_process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { commandPage, escaped, manualCommands, programPage } from "./man-page.ts";
import { SESSION } from "./manual.ts";

test("no text is taken for a command of roff", () => {
  assert.is(escaped(".x\n'y\\z --a"), "\\&.x\n\\&'y\\ez \\-\\-a");
});

test("each page names every flag of its command, once, and has an example that can be run", () => {
  for (const command of manualCommands()) {
    const text = commandPage(command);
    for (const flag of command.flags) {
      const term = `\\fB\\-\\-${escaped(flag.name)}\\fR`;
      assert.is(text.split(term).length - 1, flag.hidden === true ? 0 : 1, flag.name);
    }
    const lines = SESSION.filter(({ command: name }) => name === command.name);
    assert.ok(lines.length > 0, command.name);
    for (const { line } of lines) assert.match(text, escaped(line));
  }
});

test("groff formats every page without a warning", () => {
  if (spawnSync("groff", ["--version"]).error !== undefined) {
    console.log("skipped: groff formats every page without a warning: groff is not installed");
    return;
  }
  for (const text of [programPage(), ...manualCommands().map(commandPage)]) {
    const input = `.ll 78n\n${text}`;
    const ended = spawnSync("groff", ["-man", "-ww", "-Tutf8", "-P-cbou"], {
      input,
      encoding: "utf8",
    });
    assert.is(ended.stderr, "");
    assert.is(ended.status, 0);
    assert.match(ended.stdout, /NAME[^]*SYNOPSIS[^]*EXIT STATUS[^]*FILES[^]*SEE ALSO/);
  }
});

test.run();
