// Whether the tests that docs/CLI.md names would notice a flag that does nothing.
//
//   node scripts/flags-bite.mjs [WORD]...
//
// An engine is built that forgets one flag after reading it, which one it is told by a file beside it.
// With nothing forgotten every test has to pass; with its flag forgotten each has to fail. Words choose
// rows of docs/CLI.md that contain one of them. It needs a few minutes.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";

const WORK = "dist/bite";
const PROGRAM = join(WORK, "bin/tsrun");
const FORGOTTEN = join(WORK, "lib/tsrun/forgotten");
// Checks wait for what does not come any more, so they wait for less.
const IMPATIENT = { TSRUN_TEST_SLOW: "0.25" };

/** Replaces the one place that has these words. */
function patched(text, words, instead) {
  if (text.split(words).length !== 2) throw new Error(`not once in src/cli/parse.ts: ${words}`);
  return text.replace(words, () => instead);
}

function build() {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(join(WORK, "lib/tsrun"), { recursive: true });
  mkdirSync(join(WORK, "bin"));
  cpSync("src", join(WORK, "src"), { recursive: true });
  const parse = join(WORK, "src/cli/parse.ts");
  const forgets = `
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
function isForgotten(command: string, flag: string): boolean {
  const file = \`\${dirname(process.execPath)}/forgotten\`;
  return readFileSync(file, "utf8") === \`\${command} \${flag}\`;
}
`;
  const text = patched(
    readFileSync(parse, "utf8"),
    "else given.set(flag.name, value);",
    'else if (!isForgotten(level.command?.name ?? "", flag.name)) given.set(flag.name, value);',
  );
  writeFileSync(parse, text + forgets);
  must("scripts/build-engine", [join(WORK, "src/cli/main.ts"), join(WORK, "lib/tsrun/engine")]);
  for (const name of readdirSync("dist/plain/lib/tsrun").filter((file) => file !== "engine")) {
    linkSync(join("dist/plain/lib/tsrun", name), join(WORK, "lib/tsrun", name));
  }
  // Without shortcuts, which read flags of their own.
  linkSync("dist/plain/bin/tsrun", PROGRAM);
}

function must(command, words) {
  const { status, stderr, error } = spawnSync(command, words, { encoding: "utf8" });
  if (status !== 0) throw error ?? new Error(`${command} ${words.join(" ")}: ${stderr}`);
}

/** Rows of docs/CLI.md whose test is a bundle. */
function rows() {
  const row = /^\| (\w*) *\| `--([\w-]+).*\| \[([\w-]+)\]\(\.\.\/bundles-test\//gm;
  const found = [...readFileSync("docs/CLI.md", "utf8").matchAll(row)];
  return found.map(([, command, flag, bundle]) => ({ command, flag, bundle }));
}

/** Runs bundles with a flag forgotten; what was printed. */
function play(forgotten, bundles, env = {}) {
  writeFileSync(FORGOTTEN, forgotten);
  const words = [resolve("dist/js/bundles-test/main.js"), ...new Set(bundles)];
  // What a forgotten path leaves lies where the program was called.
  const around = { ...process.env, ...env, RUNTIME: resolve(PROGRAM) };
  const options = { encoding: "utf8", env: around, cwd: WORK };
  return spawnSync("node", words, options).stdout;
}

const chosen = process.argv.slice(2);
const all = rows().filter((row) => {
  const text = `${row.command} --${row.flag} ${row.bundle}`;
  return chosen.length === 0 || chosen.some((word) => text.includes(word));
});
const counts = { passed: 0, failed: 0, skipped: 0 };
function tell(kind, word, text) {
  counts[kind] += 1;
  console.log(`${word} ${text}`);
}

build();
const whole = play(
  "",
  all.map(({ bundle }) => bundle),
);
for (const row of all) {
  const name = `${row.command} --${row.flag}`.trim();
  const reason = new RegExp(`^skip ${row.bundle}: (.*)`, "m").exec(whole)?.[1];
  if (reason !== undefined) tell("skipped", "skip", `${name}: ${reason}`);
  else if (!new RegExp(`^ok +${row.bundle}:`, "m").test(whole)) {
    tell("failed", "FAIL", `${name}: ${row.bundle} does not pass with the flag`);
  } else if (
    new RegExp(`^FAIL ${row.bundle}:`, "m").test(
      play(`${row.command} ${row.flag}`, [row.bundle], IMPATIENT),
    )
  ) {
    tell("passed", "ok  ", `${name}: ${row.bundle} fails without it`);
  } else tell("failed", "FAIL", `${name}: ${row.bundle} passes without it`);
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
