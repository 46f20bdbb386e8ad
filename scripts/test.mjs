// Runs the uvu test files, each in a process group of its own and under a time limit, then further
// runners, and adds everything up: the last line is `N passed, N failed, N skipped`.
//
//   node scripts/test.mjs [--quick] [--root DIR]... [--runner COMMAND]... [--limit SECONDS]
//                         [--skips MACHINE] [WORD]...
//
// With --skips a test that test-skips.mjs does not let that machine skip is a failure.
// Words choose the files whose path contains one of them (the runners stay out then). uvu by itself
// takes a file without tests, without run() or with a hook that throws for a success; here each is a
// failure. In the head of a file, `// test: alone` keeps others from running at the same time,
// `// test: limit 300` gives it that many seconds, and `// test: slow` keeps it out of --quick runs.
import { availableParallelism } from "node:os";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "./test-process.mjs";
import { MACHINES, judgeSkips } from "./test-skips.mjs";

const COUNTS = /^(?:\w+: )?(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm;
// The longest is all engines in the virtual machine.
const RUNNER_LIMIT_S = 7200;

function readArguments(words) {
  const options = { roots: [], runners: [], limit: 60, chosen: [], quick: false, skips: null };
  for (let at = 0; at < words.length; at++) {
    if (words[at] === "--root") options.roots.push(words[++at]);
    else if (words[at] === "--runner") options.runners.push(words[++at]);
    else if (words[at] === "--quick") options.quick = true;
    else if (words[at] === "--skips") options.skips = machine(words[++at]);
    else if (words[at] === "--limit") options.limit = Number(words[++at]);
    else options.chosen.push(words[at]);
  }
  if (options.roots.length === 0) options.roots.push("dist/js", "scripts");
  return options;
}

function machine(name) {
  if (!MACHINES.includes(name)) throw new Error(`--skips ${name}: one of ${MACHINES.join(", ")}`);
  return name;
}

function findTests({ roots, chosen }) {
  const files = roots.flatMap((root) => {
    const names = readdirSync(root, { recursive: true });
    return names.filter((name) => /\.test\.m?js$/.test(name)).map((name) => join(root, name));
  });
  const wanted = (file) => chosen.length === 0 || chosen.some((word) => file.includes(word));
  return files.filter(wanted).sort();
}

/** What is wrong with a file before it runs; uvu would run half of it and report success. */
function faults(text) {
  const runs = text.match(/^\s*[\w.]+\.run\(\);?/gm)?.length ?? 0;
  const suites = text.match(/=\s*suite\(/g)?.length ?? 0;
  const found = [];
  if (runs === 0) found.push("nothing calls .run(), so no test would run");
  else if (runs < suites) found.push(`${suites} suites, but only ${runs} calls of .run()`);
  if (/^\s*[\w.]+\.only\(/m.test(text)) found.push(".only leaves the other tests out");
  return found;
}

function number(output, label) {
  const found = [...output.matchAll(new RegExp(`^\\s*${label}:\\s+(\\d+)`, "gm"))];
  return found.length === 0 ? undefined : Number(found.at(-1)[1]);
}

/** What is wrong with a run, judged by uvu's totals and not by its exit status alone. */
function complaintsOf(result, limit, { total, passed, skipped, reasons }) {
  const complaints = [];
  if (result.timedOut) complaints.push(`stopped after ${limit} s`);
  else if (result.signal !== null) complaints.push(`killed by ${result.signal}`);
  if (total === undefined) complaints.push("ended without uvu's totals");
  else if (total === 0 && skipped === 0) complaints.push("no test ran");
  else if (passed !== total) complaints.push(`${total - passed} of ${total} tests did not pass`);
  if (reasons.length < skipped) {
    complaints.push(`${skipped} skipped, but ${reasons.length} reasons printed`);
  }
  if (result.code !== 0 && complaints.length === 0) complaints.push(`exit status ${result.code}`);
  return complaints;
}

/** Counts and complaints of one finished test file. */
function judge(result, limit) {
  const total = number(result.output, "Total");
  const passed = number(result.output, "Passed") ?? 0;
  const skipped = number(result.output, "Skipped") ?? 0;
  const reasons = result.output.match(/^skip: .*$/gm) ?? [];
  const complaints = complaintsOf(result, limit, { total, passed, skipped, reasons });
  const failed = complaints.length === 0 ? 0 : Math.max(1, (total ?? 0) - passed);
  return { passed, failed, skipped, complaints, reasons };
}

function report(file, verdict, output) {
  for (const reason of verdict.reasons) console.log(`${reason} (${file})`);
  if (verdict.failed === 0) return;
  console.log(`\nFAILED ${file}: ${verdict.complaints.join("; ")}`);
  if (output !== "") console.log(output.trimEnd().replace(/^/gm, "  | "));
}

async function runFile({ file, text }, options, sum) {
  const found = faults(text);
  if (found.length > 0) {
    report(file, { failed: 1, complaints: found, reasons: [] }, "");
    sum.failed += 1;
    return;
  }
  const limit = Number(/^\/\/ test: .*\blimit (\d+)/m.exec(text)?.[1] ?? options.limit);
  const result = await execute(process.execPath, [file], {
    limit_ms: limit * 1000,
    env: { NO_COLOR: "1" },
  });
  const verdict = judge(result, limit);
  report(file, verdict, result.output);
  for (const key of ["passed", "failed", "skipped"]) sum[key] += verdict[key];
  sum.skips.push(...verdict.reasons);
}

async function runFiles(files, options, sum) {
  const found = files.map((file) => ({ file, text: readFileSync(file, "utf8") }));
  const isSlow = ({ text }) => /^\/\/ test: .*\bslow\b/m.test(text);
  const all = found.filter((entry) => !options.quick || !isSlow(entry));
  const left = found.length - all.length;
  if (left > 0) console.log(`${left} files that are marked slow are left to npm test`);
  const isAlone = ({ text }) => /^\/\/ test: .*\balone\b/m.test(text);
  const queue = all.filter((entry) => !isAlone(entry));
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await runFile(next, options, sum);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  for (const entry of all.filter(isAlone)) await runFile(entry, options, sum);
}

/** The counts of a runner: its last line of that form, else all totals of uvu in its output. */
function countsOf(output) {
  const line = [...output.matchAll(COUNTS)].at(-1);
  if (line !== undefined) return line.slice(1, 4).map((text) => Number(text ?? 0));
  const add = (label) => {
    const found = [...output.matchAll(new RegExp(`^\\s*${label}:\\s+(\\d+)$`, "gm"))];
    return found.reduce((total, match) => total + Number(match[1]), 0);
  };
  return [add("Passed"), add("Total") - add("Passed"), add("Skipped")];
}

/** A runner prints its own report and closes with counts of its own, which are added up. */
async function runRunner(command, sum) {
  console.log(`\n--- ${command}`);
  const result = await execute("/bin/sh", ["-c", command], {
    limit_ms: RUNNER_LIMIT_S * 1000,
    echo: true,
  });
  const [passed, failed, skipped] = countsOf(result.output);
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
  // The virtual machine judges its own.
  if (!command.startsWith("scripts/vm")) sum.skips.push(...result.output.split("\n"));
  if (passed + failed + skipped === 0) console.log(`FAILED ${command}: no test ran`);
  else if (result.code !== 0 && failed === 0) {
    console.log(`FAILED ${command}: exit status ${result.code}`);
  } else return;
  sum.failed += 1;
}

const options = readArguments(process.argv.slice(2));
const sum = { passed: 0, failed: 0, skipped: 0, skips: [] };
await runFiles(findTests(options), options, sum);
if (options.chosen.length === 0) {
  for (const command of options.runners) await runRunner(command, sum);
}
for (const complaint of options.skips === null ? [] : judgeSkips(options.skips, sum.skips)) {
  console.log(`FAILED skips: ${complaint}`);
  sum.failed += 1;
}
if (sum.passed + sum.failed === 0) {
  console.log("FAILED: no test ran");
  sum.failed += 1;
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.failed === 0 ? 0 : 1;
