// The speed of plan, for docs/PLAN.md. What is measured is the installed program: the launcher and the
// compiled engine, as an ordinary user. Minimum and median of many runs; nothing is asserted by the clock.
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const RUNS = 60;
const CAPTURES = "spec/real-configs";
const PAGE = "docs/PLAN.md";
const NOBODY = 65534;
const BUN = "node_modules/@oven/bun-linux-x64-baseline/bin/bun";
const MARKS = ["<!-- measured by scripts/bench-plan -->", "<!-- end -->"];

const ms = (number) => number.toFixed(1);
const us = (number) => number.toFixed(2);

function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return { min: sorted[0], median: sorted[Math.floor(sorted.length / 2)] };
}

/** Milliseconds of one run of a command, which has to succeed. */
function timed(command, args, options) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, options);
  const end = process.hrtime.bigint();
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${String(stderr)}`);
  return Number(end - start) / 1e6;
}

/** A copy that an ordinary user can run, wherever this working tree lies. */
function install(directory) {
  for (const part of ["bin", "lib/tsrun"]) {
    cpSync(join("dist", part), join(directory, part), { recursive: true });
  }
  return join(directory, "bin", "tsrun");
}

function plans(directory) {
  const tsrun = install(directory);
  const user = process.getuid() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const names = readdirSync(CAPTURES).filter((name) => !name.endsWith(".process.json"));
  const options = { ...user, env: {}, cwd: "/", stdio: ["ignore", "pipe", "pipe"] };
  const all = names.map((name) => {
    const bundle = join(directory, "bundles", name);
    mkdirSync(bundle, { recursive: true });
    copyFileSync(join(CAPTURES, name), join(bundle, "config.json"));
    const args = ["plan", "--bundle", bundle];
    const output = spawnSync(tsrun, args, options);
    const steps = String(output.stdout).match(/^ +\d+ {2}(engine|stage0|init|barrier)/gm) ?? [];
    const size = statSync(join(CAPTURES, name)).size;
    return { name, size, steps: steps.length, args, times: [] };
  });
  // In turns, so that what else the machine does falls on all alike.
  for (let round = 0; round < RUNS; round++) {
    for (const { args, times } of all) times.push(timed(tsrun, args, options));
  }
  return all.map(({ times, ...one }) => ({ ...one, ...summary(times) }));
}

// In a process of its own without a JIT, as the launcher starts the engine. The first call is what a
// command pays; later ones show what is left of it once the code was touched.
const PARSER = `
import { readFileSync } from "node:fs";
import { parseDocument } from "./dist/js/src/json/parse.js";
import { parseConfig } from "./dist/js/src/config/parse.js";
const bytes = readFileSync(process.argv.at(-1));
const once = (read) => { const start = performance.now(); read(bytes); return performance.now() - start; };
const many = (read) => Array.from({ length: 200 }, () => once(read)).toSorted((a, b) => a - b)[100];
console.log(JSON.stringify({ first: once(parseDocument), whole: once(parseConfig), parser: many(parseDocument), config: many(parseConfig) }));
`;

function parser(directory) {
  const script = join(process.cwd(), ".bench-parser.mjs");
  writeFileSync(script, PARSER);
  try {
    return ["docker20.config.json", "podman.config.json"].map((name) => {
      const file = join(CAPTURES, name);
      const env = { BUN_JSC_useJIT: "0", HOME: directory };
      const runs = Array.from({ length: 10 }, () => {
        const { status, stdout, stderr } = spawnSync(BUN, ["run", script, file], { env });
        if (status !== 0) throw new Error(String(stderr));
        return JSON.parse(String(stdout));
      });
      const of = (key) => summary(runs.map((run) => run[key])).median;
      const size = readFileSync(file).length;
      return {
        name,
        size,
        first: of("first"),
        parser: of("parser"),
        whole: of("whole"),
        config: of("config"),
      };
    });
  } finally {
    rmSync(script);
  }
}

function table(rows) {
  const [head, ...body] = rows.map((row) => `| ${row.join(" | ")} |`);
  return [head, `|${rows[0].map(() => "---").join("|")}|`, ...body].join("\n");
}

const directory = mkdtempSync(join(tmpdir(), "tsrun-bench-plan-"));
spawnSync("chmod", ["755", directory]);
try {
  const planned = plans(directory);
  const parsed = parser(directory);
  const text = [
    `${RUNS} runs each in turns, ms of the whole command as uid ${NOBODY}, on a machine with 2 cores that`,
    "others use at the same time (so the minimum is what counts):",
    "",
    table([
      ["capture", "bytes", "steps", "min", "median"],
      ...planned.map((one) => [one.name, one.size, one.steps, ms(one.min), ms(one.median)]),
    ]),
    "",
    "The parser alone (UTF-8, JSON, duplicate names, depth, exact integers), and with validator and",
    "checks behind it; ms, without a JIT, medians of 10 processes:",
    "",
    table([
      ["capture", "bytes", "parser, first", "later", "all of it, first", "later"],
      ...parsed.map((one) => [
        one.name,
        one.size,
        us(one.first),
        us(one.parser),
        us(one.whole),
        us(one.config),
      ]),
    ]),
  ].join("\n");
  console.log(text);
  if (!process.argv.includes("--print")) {
    const page = readFileSync(PAGE, "utf8");
    const [before, rest] = page.split(MARKS[0]);
    const after = rest.split(MARKS[1])[1];
    writeFileSync(PAGE, `${before}${MARKS[0]}\n${text}\n${MARKS[1]}${after}`);
  }
} finally {
  rmSync(directory, { recursive: true });
}
