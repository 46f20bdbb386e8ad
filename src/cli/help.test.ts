// Every help text as it was last looked at. UPDATE_GOLDEN=1 writes the file anew.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { commandHelp, programHelp } from "./help.ts";
import { COMMANDS } from "./table.ts";

const GOLDEN = join("src", "cli", "help.golden.txt");

test("help of the program and of each command is as it was", async () => {
  const pages = [`$ tsrun help\n${await programHelp()}`];
  for (const command of COMMANDS) {
    if (command.hidden === true) continue;
    pages.push(`$ tsrun help ${command.name}\n${await commandHelp(command)}`);
  }
  const text = pages.join(`${"=".repeat(80)}\n`);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(GOLDEN, text);
  assert.fixture(text, readFileSync(GOLDEN, "utf8"));
});

test.run();
