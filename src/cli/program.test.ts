import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Log } from "./log.ts";
import { perform } from "./program.ts";

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly file: string;
}

async function call(words: readonly string[], cwd = "/"): Promise<Outcome> {
  const seen = { out: "", err: "", file: "" };
  const log = new Log({
    open: () => 9,
    append: (_, text) => (seen.file += text),
    stderr: (text) => (seen.err += text),
    stderrIsTerminal: () => false,
    now: () => new Date(0),
    env: {},
  });
  const code = await perform(words, {
    globals: { euid: 0, env: {}, cwd, uidMap: () => "", realpath: (path) => path },
    log,
    terminal: () => false,
    out: (text) => (seen.out += text),
    err: (text) => (seen.err += text),
    name: "prog",
  });
  return { code, ...seen };
}

test("no command shows help and succeeds", async () => {
  for (const words of [[], ["help"], ["h"], ["--help"], ["-h"], ["--debug"], ["help", "--help"]]) {
    const { code, out, err } = await call(words);
    assert.equal([code, err], [0, ""], words.join(" "));
    assert.match(out, "Usage: tsrun [global options]");
  }
});

test("help of a command is the same however it is asked for", async () => {
  const { out } = await call(["help", "create"]);
  assert.match(out, "Usage: tsrun create");
  assert.is((await call(["create", "--help"])).out, out);
});

test("-v and --version print the version alone", async () => {
  for (const word of ["-v", "--version"]) {
    const { code, out, err } = await call([word]);
    assert.equal([code, err], [0, ""]);
    assert.match(out, /^tsrun version /);
  }
});

test("an unknown command and an unknown help topic end with 3", async () => {
  for (const words of [["foo"], ["help", "foo"]]) {
    const { code, out, err } = await call(words);
    assert.equal([code, out], [3, ""]);
    assert.match(err, "No help topic for 'foo'");
  }
});

test("wrong usage shows help on stdout and one error line on stderr", async () => {
  const { code, out, err } = await call(["state"]);
  assert.is(code, 1);
  assert.match(out, /^Incorrect Usage\.\n\n/);
  assert.match(out, "Usage: tsrun state <id>");
  assert.is(
    err,
    'time="1970-01-01T00:00:00Z" level=error msg="prog: \\"state\\" requires exactly 1 argument(s)"\n',
  );
});

test("wrong usage of a command is logged too", async () => {
  const words = ["--log", "/l", "--log-format", "json", "list", "--x"];
  const { code, file, err } = await call(words);
  assert.is(code, 1);
  assert.is(JSON.parse(file).msg, "flag provided but not defined: -x");
  assert.is(err, "flag provided but not defined: -x\n");
});

test("an unknown global flag is wrong usage of the program", async () => {
  const { code, out } = await call(["--x", "list"]);
  assert.is(code, 1);
  assert.match(out, /^Incorrect Usage: flag provided but not defined: -x\n/);
  assert.match(out, "[global options]");
});

test("what engines ask to find out whether there are checkpoints", async () => {
  const help = await call(["checkpoint", "--help"]);
  assert.equal([help.code, help.err], [0, ""]);
  const probe = await call(["restore", "--lsm-mount-context"]);
  assert.is(probe.code, 1);
  assert.match(probe.err, "flag needs an argument");
});

test("--debug adds the stack to an error, nothing else does", async () => {
  const words = ["--root", "/nonexistent/root", "list"];
  assert.not.match((await call(words)).err, /\\n +at /);
  assert.match((await call(["--debug", ...words])).err, /\\n +at /);
});

test("--criu of older engines is ignored, which the log says and nothing else", async () => {
  const quiet = await call(["--criu", "/x/criu", "features"]);
  assert.equal([quiet.code, quiet.err, quiet.file], [0, "", ""]);
  const logged = await call(["--log", "/log", "--criu=/x/criu", "features"]);
  assert.equal([logged.code, logged.err], [0, ""]);
  assert.match(logged.file, /level=warning msg="--criu is ignored/);
});

test("features prints the same document each time and nothing on stderr", async () => {
  const { code, out, err } = await call(["features"]);
  assert.equal([code, err], [0, ""]);
  assert.match(out, /^\{\n    "ociVersionMin": "1\.0\.0"/);
  assert.is((await call(["--root=/nowhere", "--systemd-cgroup", "features"])).out, out);
});

test("spec writes config.json once", async () => {
  const directory = mkdtempSync(join(tmpdir(), "tsrun-spec-"));
  try {
    assert.is((await call(["spec"], directory)).code, 0);
    const text = readFileSync(join(directory, "config.json"), "utf8");
    assert.match(text, /^\{\n\t"ociVersion": "1\.3\.0",\n/);
    const again = await call(["spec", "--bundle", directory]);
    assert.is(again.code, 1);
    assert.match(again.err, "File config.json exists. Remove it first");
    assert.is(readFileSync(join(directory, "config.json"), "utf8"), text);
  } finally {
    rmSync(directory, { recursive: true });
  }
  assert.not(existsSync(directory));
});

test("list of a default root that nobody made is empty, a named one is an error", async () => {
  const missing = await call(["--root", "/nonexistent/root", "list"]);
  assert.is(missing.code, 1);
  assert.match(missing.err, "no such file or directory");
  assert.match((await call(["list", "-f", "xml"])).err, "invalid format option");
});

test("exec without a command and kill of an unknown signal are refused before anything is done", async () => {
  const exec = await call(["exec", "x"]);
  assert.is(exec.code, 255);
  assert.match(exec.err, "exec failed: exec args cannot be empty");
  const kill = await call(["kill", "x", "FOO"]);
  assert.is(kill.code, 1);
  assert.match(kill.err, 'unknown signal \\"FOO\\"');
});

test("two bundles are one too many", async () => {
  const { code, err } = await call(["create", "--bundle", "/a", "x", "/b"]);
  assert.is(code, 1);
  assert.match(err, "tsrun create failed: the bundle is given twice");
});

test.run();
