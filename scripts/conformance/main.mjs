// Runs the validation suite: tsrun several times, runc and crun once in the same run, one program
// after the other (they share cgroup names), each in namespaces of its own.
//   node main.mjs [--times N] [--only RUNTIME] [PROGRAM...]
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cgroupsOf, makeWork, oldControllers, removeCgroups } from "../engines/machine.mjs";
import { find, runAttached, slow } from "../engines/shell.mjs";
import { expectedOn, RACY } from "./expected.mjs";
import { CACHE, makeSuite, programsOf, suiteVersion } from "./suite.mjs";
import { counted, tableOf } from "./table.mjs";
import { judge } from "./verdict.mjs";

const LIMIT_MS = 60_000 * slow;
const CAP_SYS_RESOURCE = 24n;
const TIMES = 3;
const RACY_TIMES = 3;
const script = fileURLToPath(import.meta.url);
const root = fileURLToPath(new URL("../../", import.meta.url));

function runtimesOf(only) {
  const all = [
    ["tsrun", resolve(process.env.RUNTIME ?? join(root, "dist/bin/tsrun"))],
    ["runc", find("runc")],
    ["crun", find("crun")],
  ];
  for (const [name, path] of all)
    if (path === undefined) console.log(`skip conformance: ${name}: not installed`);
  return all.filter(([name, path]) => path !== undefined && (only === undefined || only === name));
}

/** One run of one program; sh is pid 1 there, because it reaps what the containers leave. */
function runProgram(program, { suite, runtime, work }) {
  const place = mkdtempSync(join(work, "t-"));
  chmodSync(place, 0o755); // for root of a user namespace, who is nobody special here
  const flags = ["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"];
  const inside = 'mount -t tmpfs -o mode=755 run /run && "$0"; exit $?';
  const words = [...flags, "--mount-proc", "sh", "-c", inside, join(suite, "bin", program)];
  const done = spawnSync("unshare", words, {
    cwd: suite,
    env: { ...process.env, RUNTIME: runtime, TMPDIR: place },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT_MS,
    killSignal: "SIGKILL",
  });
  const late = done.error !== undefined && done.signal === "SIGKILL";
  if (done.error !== undefined && !late) throw done.error;
  removeCgroups("testdir");
  rmSync(place, { recursive: true, force: true });
  return {
    ...judge(program, { status: done.status, out: done.stdout }),
    out: done.stdout,
    err: done.stderr,
  };
}

/** What decides which programs can pass here. */
function hostFacts() {
  const [, held] = /^CapEff:\s*(\w+)$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  const mayRaiseLimits = ((BigInt(`0x${held ?? 0}`) >> CAP_SYS_RESOURCE) & 1n) === 1n;
  return { controllers: oldControllers(), mayRaiseLimits };
}

/** Keeps a failing run for whoever looks into it. */
function keep(name, program, run) {
  const place = join(CACHE, "failed");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, `${name}-${program}`), `${run.problem}\n\n${run.out}\n${run.err}\n`);
}

function runAll({ work, suite, runtimes, programs, times }) {
  const expected = expectedOn(hostFacts());
  return programs.map((program) => {
    const results = runtimes.map(([name, runtime]) => {
      const runs = [];
      const wanted = name !== "tsrun" ? 1 : RACY.has(program) ? times * RACY_TIMES : times;
      for (let i = 0; i < wanted; i++) {
        const run = runProgram(program, { suite, runtime, work });
        if (run.problem !== undefined) keep(name, program, run);
        runs.push(run);
      }
      return { name, runs };
    });
    const row = counted({ program, results, expected, racy: RACY });
    console.log(row.line);
    return row;
  });
}

function runInside(work, { values, positionals }) {
  const suite = makeSuite();
  const known = programsOf(suite);
  const unknown = positionals.filter((program) => !known.includes(program));
  if (unknown.length > 0) {
    console.error(`conformance: the suite has no ${unknown.join(", ")}`);
    return 2;
  }
  const runtimes = runtimesOf(values.only);
  const programs = positionals.length === 0 ? known : positionals;
  const rows = runAll({ work, suite, runtimes, programs, times: Number(values.times ?? TIMES) });
  if (positionals.length === 0) {
    const machine = `Linux ${release()}, cgroup ${oldControllers().size > 0 ? "v1" : "v2"}`;
    console.log(tableOf({ rows, version: suiteVersion(), runtimes, machine }));
  }
  const sum = (kind) => rows.filter((row) => row.kind === kind).length;
  console.log(`${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
  return sum("failed") === 0 ? 0 : 1;
}

/** The same program again, apart from the host. */
async function runApart(words) {
  makeSuite(); // before, with the network and the host's own files
  const work = makeWork("tsrun_conformance");
  chmodSync(work, 0o755);
  const apart = [join(root, "scripts/conformance/apart"), basename(work)];
  let status;
  try {
    status = await runAttached([...apart, process.execPath, script, "--inside", work, ...words]);
  } finally {
    removeCgroups(basename(work));
    rmSync(work, { recursive: true, force: true });
  }
  const left = cgroupsOf(basename(work));
  if (left.length === 0) return status;
  console.error(`conformance: left behind: ${left.join(" ")}`);
  return 1;
}

async function main(words) {
  const options = { times: { type: "string" }, only: { type: "string" } };
  if (words[0] !== "--inside") return runApart(words);
  return runInside(words[1], parseArgs({ args: words.slice(2), options, allowPositionals: true }));
}

process.exitCode = await main(process.argv.slice(2));
