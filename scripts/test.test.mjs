// The test run itself: what uvu takes for a success although nothing was shown must fail here.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

const root = fileURLToPath(new URL("../", import.meta.url));
const HEAD = 'import { test } from "uvu";\nimport * as assert from "uvu/assert";\n';

/** Runs the planted files; they lie inside the tree, so that they find uvu. */
function run(files, words = []) {
  const parent = join(root, "dist/planted");
  mkdirSync(parent, { recursive: true });
  const dir = mkdtempSync(join(parent, "t-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    const script = join(root, "scripts/test.mjs");
    const done = spawnSync(process.execPath, [script, "--root", dir, ...words], {
      encoding: "utf8",
    });
    return {
      status: done.status,
      output: done.stdout,
      last: done.stdout.trimEnd().split("\n").at(-1),
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const GOOD = `${HEAD}test("a", () => assert.ok(true));\ntest("b", () => {});\ntest.run();\n`;

test("--quick leaves out what is marked slow, and says so", () => {
  const files = { "a.test.js": GOOD, "b.test.js": `// test: alone slow\n${GOOD}` };
  const result = run(files, ["--quick"]);
  assert.is(result.last, "2 passed, 0 failed, 0 skipped");
  assert.match(result.output, "1 files that are marked slow are left to npm test");
  assert.is(run(files).last, "4 passed, 0 failed, 0 skipped");
});

test("good files are added up", () => {
  const result = run({ "a.test.js": GOOD, "b.test.mjs": GOOD, "c.js": "throw 1" });
  assert.is(result.last, "4 passed, 0 failed, 0 skipped");
  assert.is(result.status, 0);
});

const BAD = {
  "a failing test": [`${HEAD}test("a", () => assert.ok(false));\ntest.run();`, /1 of 1 tests/],
  "a file that never calls run()": [`${HEAD}test("a", () => {});\n// test.run();`, /nothing calls/],
  "a second suite that is not run": [
    `import { suite } from "uvu";\nconst a = suite("a");\nconst b = suite("b");\na("x", () => {});\na.run();`,
    /2 suites, but only 1/,
  ],
  "a file without tests": [`${HEAD}test.run();`, /no test ran/],
  "before() that throws": [
    `${HEAD}test.before(() => { throw new Error("no"); });\ntest("a", () => {});\ntest.run();`,
    /1 of 1 tests did not pass/,
  ],
  "after() that throws": [
    `${HEAD}test.after(() => { throw new Error("no"); });\ntest("a", () => {});\ntest.run();`,
    /without uvu's totals/,
  ],
  "before.each() that throws": [
    `${HEAD}test.before.each(() => { throw new Error("no"); });\ntest("a", () => {});\ntest.run();`,
    /1 of 1 tests did not pass/,
  ],
  "a test that is never done": [
    `${HEAD}test("a", () => new Promise(() => {}));\ntest.run();`,
    /without uvu's totals/,
  ],
  "a test that leaves the process": [
    `${HEAD}test("a", () => process.exit(0));\ntest.run();`,
    /without uvu's totals/,
  ],
  "a test that throws no Error": [
    `${HEAD}test("a", () => { throw null; });\ntest.run();`,
    /did not pass/,
  ],
  ".only": [`${HEAD}test("a", () => {});\ntest.only("b", () => {});\ntest.run();`, /\.only/],
  "a skip without a reason": [
    `${HEAD}test("a", () => {});\ntest.skip("b", () => {});\ntest.run();`,
    /1 skipped, but 0 reasons/,
  ],
  "an exit status after all passed": [
    `${HEAD}test("a", () => {});\nprocess.on("exit", () => { process.exitCode = 3; });\ntest.run();`,
    /exit status 3/,
  ],
  "a file that cannot be loaded": [`import "./missing.js";\ntest.run();`, /totals/],
};

for (const [what, [text, words]] of Object.entries(BAD)) {
  test(`${what} is a failure`, () => {
    const result = run({ "good.test.js": GOOD, "bad.test.mjs": text });
    assert.match(result.output, words);
    assert.match(result.last, /^[23] passed, 1 failed, [01] skipped$/);
    assert.is(result.status, 1);
  });
}

test("a test that hangs is killed with its children, and the others count", () => {
  const hang = `import { spawn } from "node:child_process";\n${HEAD}
test("a", () => new Promise(() => { spawn("sleep", ["1000"], { stdio: "inherit" }); setInterval(() => {}, 1e6); }));
test.run();`;
  const begin = Date.now();
  const result = run({ "bad.test.mjs": hang, "good.test.js": GOOD }, ["--limit", "1"]);
  assert.match(result.output, /stopped after 1 s/);
  assert.is(result.last, "2 passed, 1 failed, 0 skipped");
  assert.ok(Date.now() - begin < 30_000);
});

test("no file at all is a failure", () => {
  const result = run({});
  assert.is(result.last, "0 passed, 1 failed, 0 skipped");
  assert.is(result.status, 1);
});

test("a skip with its reason is counted and printed", () => {
  const text = `${HEAD}test("a", () => {});\nconsole.log("skip: b: needs a moon");\ntest.skip("b");\ntest.run();`;
  const result = run({ "s.test.js": text });
  assert.match(result.output, /^skip: b: needs a moon \(/m);
  assert.is(result.last, "1 passed, 0 failed, 1 skipped");
});

const RUNNERS = [
  ["echo 3 passed, 0 failed, 1 skipped", "5 passed, 0 failed, 1 skipped", 0],
  [
    "echo 9 passed, 9 failed; echo fuzz: 3 passed, 1 failed; exit 1",
    "5 passed, 1 failed, 0 skipped",
    1,
  ],
  ["echo 3 passed, 0 failed; exit 1", "5 passed, 1 failed, 0 skipped", 1],
  ["echo 0 passed, 0 failed", "2 passed, 1 failed, 0 skipped", 1],
  [
    "printf '  Total:  %s\\n  Passed:  2\\n  Skipped:  0\\n' 2 3; exit 1",
    "6 passed, 1 failed, 0 skipped",
    1,
  ],
  ["echo all is well", "2 passed, 1 failed, 0 skipped", 1],
];

for (const [command, last, status] of RUNNERS) {
  test(`the counts of a runner are added: ${command}`, () => {
    const result = run({ "good.test.js": GOOD }, ["--runner", command]);
    assert.is(result.last, last);
    assert.is(result.status, status);
  });
}

test.run();
