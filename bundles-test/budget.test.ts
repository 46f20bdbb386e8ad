// What each verb may cost: system calls of every process, files that are opened for it, memory that
// waits. None of it depends on the clock. The figures and their reasons stand in trace/budgets.ts.
// test: alone
// test: limit 120
import { rmSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { hierarchies } from "./harness/host.ts";
import { project } from "./harness/load.ts";
import { makeWorkspace } from "./harness/perform.ts";
import { say } from "./harness/say.ts";
import { CALLS, FILES, MEMORY } from "./trace/budgets.ts";
import type { CallBudget, Verb } from "./trace/budgets.ts";
import { measure } from "./trace/measure.ts";
import type { Measured } from "./trace/measure.ts";
import { whyNoTrace } from "./trace/run.ts";

const test = suite("budgets");
const reason = whyNoTrace();
const program = join(project, "dist/bin/tsrun");
const count = hierarchies().length;
// The figures are those of a host with a hierarchy for each controller.
const isUsual = count > 5;
const TOO_WIDE = 0.9;

async function measureHere(): Promise<Measured> {
  const directory = makeWorkspace();
  try {
    return await measure(program, directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What is wrong with a count, or nothing. */
function judge(who: string, calls: number, { calls: base, each = 0 }: CallBudget): string[] {
  const most = base + each * count;
  if (calls === 0) return [`${who} was not seen`];
  if (calls > most) return [`${who} makes ${calls} calls, its budget is ${most}`];
  // A budget that is too wide notices nothing.
  const least = isUsual ? most * TOO_WIDE : 0;
  return calls < least ? [`${who} makes ${calls} calls: lower its budget of ${most}`] : [];
}

function addTests({ calls, files, memory }: Measured): void {
  for (const verb of Object.keys(CALLS) as Verb[]) {
    test(`[CT-19] ${verb} keeps to its budget of system calls`, () => {
      const budgets = Object.entries(CALLS[verb]);
      assert.equal(
        budgets.flatMap(([who, budget]) => judge(who, calls[verb][who] ?? 0, budget)),
        [],
      );
    });

    test(`${verb} opens no file that is not in its list`, () => {
      assert.equal(
        files[verb].filter((path) => !FILES[verb].has(path)),
        [],
      );
    });
  }

  for (const [what, { most }] of Object.entries(MEMORY)) {
    test(`${what} holds at most ${most} kB`, () => {
      const size = memory[what] ?? 0;
      assert.ok(size > 0, "it was not measured");
      assert.ok(size <= most, `${size} kB`);
    });
  }
}

test("a count beyond its budget is found, and one that is far below", () => {
  const budget = { calls: 100, each: 2, why: "" };
  const most = 100 + 2 * count;
  assert.equal(judge("init", most, budget), []);
  assert.match(judge("init", most + 1, budget).join(), /its budget is/);
  assert.match(judge("init", 0, budget).join(), /not seen/);
  if (isUsual) assert.match(judge("init", most / 2, budget).join(), /lower its budget/);
});

if (reason === null) {
  const measured = await measureHere();
  say(JSON.stringify({ calls: measured.calls, memory: measured.memory }));
  addTests(measured);
} else {
  say(`skip: what the verbs cost: ${reason}`);
  test.skip("every verb keeps to its budget");
}
test.run();
