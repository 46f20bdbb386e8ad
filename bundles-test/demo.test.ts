// The demo's answers, read as a person reads them.
// test: alone
// test: limit 120
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cgroups, controller } from "./harness/host.ts";
import { project } from "./harness/load.ts";
import { say } from "./harness/say.ts";

const runtime = process.env["RUNTIME"] ?? join(project, "dist/bin/tsrun");
const test = suite("demo");

interface Section {
  readonly answer: string;
  /** Container's and host's column by the name of the row. */
  readonly rows: ReadonlyMap<string, readonly [string, string]>;
}

/** Sections by their question. */
function sections(text: string): ReadonlyMap<string, Section> {
  const found = new Map<string, Section>();
  let rows = new Map<string, readonly [string, string]>();
  for (const line of text.split("\n")) {
    const heading = /^(\S.*\?) {2,}(.*)$/.exec(line);
    if (heading !== null) {
      rows = new Map();
      found.set(heading[1] ?? "", { answer: heading[2] ?? "", rows });
    } else if (line.startsWith("  ")) {
      const columns = [line.slice(2, 26), line.slice(26, 53), line.slice(53)];
      const [name = "", inside = "", outside = ""] = columns.map((column) => column.trim());
      rows.set(name, [inside, outside]);
    }
  }
  return found;
}

/** Why the demo cannot run here, or null. */
function obstacle(): string | null {
  if (process.getuid?.() !== 0) return "the demo needs root";
  if (!existsSync(runtime)) return `${runtime} is not built`;
  if (controller("memory") === undefined && cgroups("").length === 0) return "no cgroups";
  return null;
}

// Hides the file in a mount namespace that unshare made private.
const WITHOUT_HOSTS = `
directory=$1
shift
mount -t tmpfs none "$directory"
cp -a /etc "$directory/etc"
rm -f "$directory/etc/hosts"
mount --bind "$directory/etc" /etc
exec "$@"
`;

/** Runs the demo, by a command that executes the rest of its words. */
function run(around: readonly string[] = []): string {
  const words = [...around, process.execPath, join(project, "scripts/demo.mjs")];
  const done = spawnSync(words[0] ?? "", words.slice(1), {
    encoding: "utf8",
    env: { ...process.env, RUNTIME: runtime, NO_COLOR: "1" },
    timeout: 100_000,
  });
  assert.is(done.stderr, "");
  assert.is(done.status, 0);
  return done.stdout;
}

function checkAnswers(text: string): void {
  const all = sections(text);
  const of = (question: string, name: string): readonly [string, string] =>
    all.get(question)?.rows.get(name) ?? ["", ""];
  for (const question of [
    "Does the container have the host's name?",
    "Do PIDs collide?",
    "Is /etc/hosts shared?",
  ])
    assert.is(all.get(question)?.answer, "no", question);
  const names = of("Does the container have the host's name?", "hostname");
  assert.is(names[0], "demo-container");
  assert.is.not(names[1], names[0]);
  const pids = of("Do PIDs collide?", "the same process");
  assert.is(pids[0], "PID 1");
  assert.match(pids[1], /^PID \d{2,}$/);
  const hosts = all.get("Is /etc/hosts shared?")?.rows ?? new Map();
  assert.ok(
    [...hosts.values()].some(([inside, outside]) => inside === "there" && outside === "not there"),
  );
  const limits = "Who limits CPU and memory?";
  assert.match(of(limits, "a memory hog")[0], /^oom_kill [1-9]/);
  assert.is(of(limits, "ends with")[0], "exit 137");
  assert.is(of(limits, "CPU quota")[0], "25 %");
  const [inside, outside] = of(limits, "a busy loop gets").map((word) => Number.parseFloat(word));
  assert.ok(inside !== undefined && inside > 1 && inside < 35, `a share of ${inside} %`);
  assert.ok(outside !== undefined && outside > 0, `${outside} % outside`);
  assert.is(all.get("Which namespaces are its own?")?.answer.split(" ")[0], "5");
}

const reason = obstacle();
if (reason !== null) {
  say(`skip: ${reason}`);
  test.skip("the demo answers its questions", () => {});
} else {
  test("the demo answers its questions in 80 columns and leaves nothing", () => {
    const text = run();
    for (const line of text.split("\n")) {
      // The commands that are shown hold paths of this machine.
      if (!line.startsWith("$ ")) assert.ok(line.length <= 80, line);
    }
    checkAnswers(text);
    assert.equal(cgroups("tsrun-demo-"), []);
  });
  test("it does so on a machine without /etc/hosts too", () => {
    const hidden = mkdtempSync(join(tmpdir(), "tsrun-demo-test-"));
    try {
      const text = run(["unshare", "--mount", "sh", "-euc", WITHOUT_HOSTS, "sh", hidden]);
      checkAnswers(text);
      assert.match(text, /^ {2}lines +2 +0$/m);
    } finally {
      rmSync(hidden, { recursive: true });
    }
  });
}
test.run();
