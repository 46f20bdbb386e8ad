// The decoders in C under libFuzzer: what the helper makes of a plan on the wire, what the front door
// makes of a card. Each runs for FUZZ_SECONDS (5), finds the bug that is planted for it, and its inputs
// have to reach 95 % of the decoder's lines.
//
//   node c/test/fuzz/fuzz.mjs [--keep] [NAME...]     --keep: new inputs go to the corpus
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const seconds = Number(process.env.FUZZ_SECONDS ?? "5");
/** A planted bug is found in a moment; a machine under load takes longer. */
const PATIENCE_S = 120;
const LEAST_PERCENT = 95;
const CHECKS = "-g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all".split(" ");

const TARGETS = {
  decode: {
    file: "c/init/decode.c",
    sources: ["c/test/fuzz-decode.c", "c/init/decode.c", "c/init/ops.gen.c"],
    defines: ["TSRUN_DECODE_ONLY", "malloc=short_malloc"],
    planted: "TSRUN_WITHOUT=RULE_WIRE_LENGTHS",
    longest: 2000,
    seeds: (to) => ["node", "c/test/helper.test.mjs", "--seeds", to],
  },
  card: {
    file: "c/front/card.c",
    sources: ["c/test/shortcuts/fuzz-card.c", "c/front/card.c"],
    defines: [],
    planted: "PLANTED",
    longest: 4000,
    seeds: (to) => ["node", "dist/js/c/test/shortcuts/seed.js", join(to, "card")],
  },
};

const keep = process.argv.includes("--keep");
const chosen = process.argv.slice(2).filter((word) => word !== "--keep");
const scratch = mkdtempSync(join(tmpdir(), "tsrun-fuzz-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

function must(words, env = {}) {
  const done = spawnSync(words[0], words.slice(1), {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  if (done.status !== 0) throw new Error(`${words.join(" ")}: ${done.stdout}${done.stderr}`);
  return done.stdout;
}

function build(target, program, more) {
  const defines = ["_GNU_SOURCE", ...target.defines, ...more.defines].map((one) => `-D${one}`);
  const words = ["-std=gnu11", ...CHECKS, ...(more.flags ?? []), ...defines, ...target.sources];
  must(["clang", ...words, "-o", program]);
}

/** Runs a fuzzer to its end; its output and status. */
function fuzz(program, words, env = {}) {
  const child = spawn(program, words, { cwd: scratch, env: { ...process.env, ...env } });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
  child.stdout.resume();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output }));
  });
}

function linesReached(program, profile, file) {
  const merged = `${profile}.data`;
  must(["llvm-profdata", "merge", "-o", merged, profile]);
  const words = [program, `-instr-profile=${merged}`, "-summary-only", file];
  const { data } = JSON.parse(must(["llvm-cov", "export", ...words]));
  return data[0].totals.lines;
}

async function findsPlanted(name, target, seeds) {
  const program = join(scratch, `${name}-planted`);
  build(target, program, { defines: [target.planted] });
  const limits = [`-max_total_time=${PATIENCE_S}`, `-max_len=${target.longest}`];
  const { output } = await fuzz(program, [...limits, "-seed=1", seeds]);
  return /ERROR: (AddressSanitizer|libFuzzer: deadly signal)|runtime error/.test(output);
}

async function run(name, target) {
  const [seeds, found] = [join(scratch, `${name}-seeds`), join(scratch, `${name}-found`)];
  for (const directory of [seeds, found]) mkdirSync(directory);
  must(target.seeds(seeds));
  const corpus = join(root, "c/test/fuzz/corpus", name);
  const program = join(scratch, name);
  const profile = join(scratch, `${name}.profile`);
  build(target, program, {
    defines: [],
    flags: ["-fprofile-instr-generate", "-fcoverage-mapping"],
  });
  const limits = [`-max_total_time=${seconds}`, `-max_len=${target.longest}`, "-timeout=10"];
  const words = [...limits, "-print_final_stats=1", found, seeds, corpus];
  const { status, output } = await fuzz(program, words, { LLVM_PROFILE_FILE: profile });
  const inputs = Number(/number_of_executed_units:\s*(\d+)/.exec(output)?.[1] ?? 0);
  const faults = [];
  if (status !== 0 || inputs === 0) faults.push(output.slice(-4000));
  const lines = status === 0 ? linesReached(program, profile, target.file) : { percent: 0 };
  const share = lines.percent.toFixed(1);
  if (lines.percent < LEAST_PERCENT) faults.push(`${share} % of the lines of ${target.file}`);
  if (!(await findsPlanted(name, target, seeds))) faults.push("the planted bug was not found");
  if (keep && status === 0) must([program, "-merge=1", "-max_total_time=60", corpus, seeds, found]);
  console.log(`${name}: ${inputs} inputs, ${share} % of ${lines.count} lines of ${target.file}`);
  for (const fault of faults) console.log(`FAIL ${name}: ${fault}`);
  return faults.length === 0;
}

const names = Object.keys(TARGETS).filter((name) => chosen.length === 0 || chosen.includes(name));
const counts = { passed: 0, failed: 0 };
for (const name of names) mkdirSync(join(root, "c/test/fuzz/corpus", name), { recursive: true });
const waiting = [...names];
async function work() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
    counts[(await run(name, TARGETS[name])) ? "passed" : "failed"] += 1;
}
await Promise.all(Array.from({ length: availableParallelism() }, work));
if (keep)
  for (const name of names)
    console.log(`${name}: ${readdirSync(join(root, "c/test/fuzz/corpus", name)).length} kept`);
console.log(`${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
