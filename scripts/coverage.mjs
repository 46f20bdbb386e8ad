// How much of src/plan, src/wire and c/ the tests reach, in lines.
//
//   node scripts/coverage.mjs [ts] [c]     both when none is named
//
// ts: the unit tests and the golden plans of src/plan and src/wire, by V8's own counting, on the compiled
// lines. c: the C programs built with clang's counters, which live in shared files and so outlast exec,
// pivot_root and SIGKILL; then all bundles and the tests of c/test/fs (root, a quarter of an hour).
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "tsrun-coverage-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

function call(words, env = {}, wanted = true) {
  const done = spawnSync(words[0], words.slice(1), {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
  });
  if (done.error !== undefined) throw done.error;
  if (wanted && done.status !== 0)
    throw new Error(`${words.join(" ")}: ${done.stdout}${done.stderr}`);
  return done.stdout;
}

function say(what, reached, count) {
  console.log(`${what}: ${((100 * reached) / count).toFixed(1)} % of ${count} lines`);
}

// --- TypeScript

/** Marks what one process ran: inner ranges are more exact than those around them. */
function mark(seen, functions) {
  const ran = new Uint8Array(seen.length);
  const ranges = functions.flatMap(({ ranges: own }) => own);
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const { startOffset, endOffset, count } of ranges)
    ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  for (let at = 0; at < seen.length; at++) seen[at] |= ran[at];
}

/** Lines with code in them, and how many of those ran. */
function linesOf(text, seen) {
  let [count, reached, at] = [0, 0, 0];
  for (const line of text.split("\n")) {
    const isCode = !/^\s*(?:$|\/\/|\/?\*|[})\]]+[;,]?$|import |export \{)/.test(line);
    if (isCode) {
      count += 1;
      if (seen.subarray(at, at + line.length).some((byte) => byte === 1)) reached += 1;
    }
    at += line.length + 1;
  }
  return { count, reached };
}

function typescript(folder) {
  const directory = join(root, "dist/js/src", folder);
  const names = readdirSync(directory);
  const output = join(scratch, `v8-${folder}`);
  const tests = names
    .filter((name) => name.endsWith(".test.js"))
    .map((name) => join(directory, name));
  tests.push(join(root, "dist/js/bundles-test/golden.test.js"));
  for (const file of tests) call([process.execPath, file], { NODE_V8_COVERAGE: output }, false);
  // Files that nothing loads count too.
  const files = new Map(
    names
      .filter((name) => /^(?!.*(?:\.test|testing|test-data)\.js$).*\.js$/.test(name))
      .map((name) => {
        const text = readFileSync(join(directory, name), "utf8");
        return [`file://${directory}/${name}`, { text, seen: new Uint8Array(text.length) }];
      }),
  );
  for (const name of readdirSync(output)) {
    const { result } = JSON.parse(readFileSync(join(output, name), "utf8"));
    for (const { url, functions } of result) {
      const file = files.get(url);
      if (file !== undefined) mark(file.seen, functions);
    }
  }
  let [count, reached] = [0, 0];
  for (const { text, seen } of files.values()) {
    const lines = linesOf(text, seen);
    count += lines.count;
    reached += lines.reached;
  }
  say(`src/${folder}`, reached, count);
}

// --- C

function c() {
  const counters = join(scratch, "counters");
  mkdirSync(counters);
  chmodSync(scratch, 0o755);
  chmodSync(counters, 0o1777); // ordinary users' runtimes write there too
  const flags = [
    `-fprofile-instr-generate=${counters}/%p-%m%c.profraw`,
    "-fcoverage-mapping -mllvm -runtime-counter-relocation",
  ].join(" ");
  const out = join(scratch, "out");
  call([
    "make",
    "--silent",
    `OUT=${out}`,
    "MUSL_CC=clang",
    "HOST_CC=clang -Wl,--no-as-needed -lm",
    `CFLAGS=-O1 -w ${flags}`,
    "c",
  ]);
  for (const name of ["engine", "koffi.node"])
    copyFileSync(join(root, "dist/lib/tsrun", name), join(out, "lib/tsrun", name));
  // What fails here (an init with counters needs more memory) is judged elsewhere.
  const bundles = ["node", "dist/js/bundles-test/main.js"];
  const log = call(bundles, { RUNTIME: join(out, "bin/tsrun") }, false);
  console.log(`bundles with counters: ${log.trim().split("\n").at(-1)}`);
  const fs = join(scratch, "fs-test");
  call(["c/test/fs/run"], { COVERAGE: flags, PROGRAM: fs }, false);
  const programs = ["lib/tsrun/init", "lib/tsrun/host.so", "lib/tsrun/attend", "bin/tsrun"];
  const objects = programs.map((name) => join(out, name));
  const merged = join(scratch, "merged");
  const list = readdirSync(counters).map((name) => join(counters, name));
  call(["llvm-profdata", "merge", "--failure-mode=all", "-o", merged, ...list]);
  const words = [objects[0], ...[...objects.slice(1), fs].flatMap((one) => ["-object", one])];
  const report = JSON.parse(
    call(["llvm-cov", "export", ...words, `-instr-profile=${merged}`, "-summary-only"]),
  );
  const folders = new Map();
  for (const { filename, summary } of report.data[0].files) {
    const folder = /\/(c\/(?:common|front|host|init))\//.exec(`/${filename}`)?.[1];
    if (folder === undefined) continue;
    const sum = folders.get(folder) ?? { count: 0, covered: 0 };
    sum.count += summary.lines.count;
    sum.covered += summary.lines.covered;
    folders.set(folder, sum);
  }
  for (const [folder, { count, covered }] of [...folders].sort(([a], [b]) => (a < b ? -1 : 1)))
    say(folder, covered, count);
}

const chosen = process.argv.slice(2);
if (chosen.length === 0 || chosen.includes("ts"))
  for (const one of ["plan", "wire"]) typescript(one);
if (chosen.length === 0 || chosen.includes("c")) c();
