import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bashCompletion, zshCompletion } from "./completion.ts";
import { COMMANDS } from "./table.ts";

const directory = mkdtempSync(join(tmpdir(), "tsrun-completion-"));
const program = join(directory, "tsrun");
// Answers only what completion asks.
writeFileSync(
  program,
  '#!/bin/sh\n[ "$*" = "list --quiet" ] && echo one two-2\n[ "$*" = "--root /r list --quiet" ] && echo other\nexit 0\n',
  { mode: 0o755 },
);
test.after(() => rmSync(directory, { recursive: true }));

/** What bash offers for the last of these words. */
function offered(...words: readonly string[]): readonly string[] {
  const list = [program, ...words].map((word) => `'${word}'`).join(" ");
  const script = `${bashCompletion()}
COMP_WORDS=(${list}); COMP_CWORD=${words.length}; _tsrun; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const ended = spawnSync("bash", ["--norc", "-c", script], { encoding: "utf8", cwd: directory });
  assert.is(ended.stderr, "");
  return ended.stdout.split("\n").filter((line) => line !== "");
}

test("bash: commands, but none that is hidden", () => {
  const all = offered("");
  for (const { name, hidden } of COMMANDS) assert.is(all.includes(name), hidden !== true, name);
  assert.equal(offered("resu"), ["resume"]);
  assert.equal(offered("--debug", "--root", "/x", "pau"), ["pause"]);
});

test("bash: flags of the program and of each command", () => {
  assert.equal(offered("--sys"), ["--systemd-cgroup"]);
  assert.equal(offered("update", "--memory-"), ["--memory-reservation", "--memory-swap"]);
  for (const { name, hidden, flags } of COMMANDS) {
    if (hidden === true) continue;
    const wanted = flags.filter((flag) => flag.hidden !== true).map((flag) => `--${flag.name}`);
    const all = offered(name, "--");
    assert.equal([...wanted, "--help"].sort(), [...all].sort(), name);
  }
});

test("bash: values of flags", () => {
  assert.equal(offered("ps", "--format", ""), ["table", "json"]);
  assert.equal(offered("--log-format", "j"), ["json"]);
  assert.equal(offered("run", "--bundle", ""), []);
  assert.equal(offered("update", "-r", "t"), ["tsrun"]);
  assert.equal(offered("update", "--memory", ""), []);
});

test("bash: containers, those of --root too", () => {
  assert.equal(offered("kill", ""), ["one", "two-2"]);
  assert.equal(offered("exec", "--tty", "t"), ["two-2"]);
  assert.equal(offered("--root", "/r", "delete", ""), ["other"]);
  assert.equal(offered("create", ""), []);
});

test("zsh: the script is one, and knows every command", () => {
  const text = zshCompletion();
  for (const { name, hidden } of COMMANDS)
    assert.is(text.includes(`\n\t${name}) _arguments`), hidden !== true, name);
  const ended = spawnSync("zsh", ["-n"], { input: text, encoding: "utf8" });
  if (ended.error !== undefined) {
    console.log("skipped: zsh reads the script: zsh is not installed");
    return;
  }
  assert.is(ended.stderr, "");
  assert.is(ended.status, 0);
});

test.run();
