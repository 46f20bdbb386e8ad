// `npm run bench`: see scripts/bench.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeBundles } from "./bundle.mjs";
import { chart } from "./chart.mjs";
import * as measure from "./measure.mjs";
import { Runtime } from "./runtime.mjs";
import { sizeTable, summarise, table } from "./table.mjs";

const HELP = `usage: scripts/bench [options]
  --rounds N     interleaved rounds through all verbs (30)
  --only LIST    of: rounds,sizes,calls,crowd,parallel,mounts,cold (all)
  --crowd LIST   containers in the state root (0,100,1000)
  --tsrun FILE   the program to measure (dist/bin/tsrun)
  --peers LIST   of: runc,crun,youki (those that are installed)
  --json FILE    where figures go (docs/bench.json), - for nowhere
  --chart FILE   where the drawing goes (docs/bench.svg)
  --no-build     measure what is there
`;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "30" },
    only: { type: "string", default: "rounds,sizes,calls,crowd,parallel,mounts,cold" },
    crowd: { type: "string", default: "0,100,1000" },
    tsrun: { type: "string" },
    peers: { type: "string", default: "crun,runc,youki" },
    json: { type: "string" },
    chart: { type: "string" },
    "no-build": { type: "boolean" },
    help: { type: "boolean" },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const repository = join(import.meta.dirname, "../..");
const say = (text) => process.stderr.isTTY && process.stderr.write(`\r${text}\x1b[K`);
const out = (text) => process.stdout.write(text);
const asked = new Set(values.only.split(","));

function which(name) {
  try {
    return execFileSync("sh", ["-c", 'command -v "$1"', "sh", name], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}

function version(program) {
  return execFileSync(program, ["--version"], { encoding: "utf8" }).split("\n")[0];
}

const directory = mkdtempSync(join(tmpdir(), "tsrun-bench-"));
execFileSync("mount", ["-t", "tmpfs", "-o", "mode=700", "tsrun-bench", directory]);
const figures = { host: {}, versions: {} };
const runtimes = [];
try {
  const bundles = makeBundles(directory, repository, which("busybox"));
  const programs = [["tsrun", values.tsrun ?? join(repository, "dist/bin/tsrun")]];
  for (const name of values.peers.split(",").filter((name) => name !== "")) {
    const program = which(name);
    if (program === null) out(`${name} is not installed and not measured\n`);
    else programs.push([name, program]);
  }
  const timer = join(repository, "dist/test/timer");
  for (const [name, program] of programs) {
    runtimes.push(new Runtime({ name, program, directory, timer, bundles }));
    figures.versions[name] = version(program);
  }
  figures.host = { kernel: release(), cpus: cpus().length, model: cpus()[0]?.model ?? "" };
  await perform();
} finally {
  for (const runtime of runtimes) await runtime.close();
  execFileSync("umount", ["-l", directory]);
  rmSync(directory, { recursive: true, force: true });
}

async function perform() {
  const names = runtimes.map(({ name }) => name);
  if (asked.has("rounds")) {
    const count = Number(values.rounds);
    figures.rounds = count;
    figures.operations = summarise(await measure.rounds(runtimes, count, say));
    say("");
    out(`\n${table(names, figures.operations)}`);
  }
  const each = async (name, action) => {
    if (!asked.has(name)) return null;
    const found = {};
    for (const runtime of runtimes) {
      say(`${name} ${runtime.name}`);
      found[runtime.name] = await action(runtime);
    }
    say("");
    return found;
  };
  figures.sizes = await each("sizes", measure.sizes);
  figures.calls = await each("calls", measure.allSystemCalls);
  if (figures.sizes !== null || figures.calls !== null) out(`\n${sizeTable(names, figures)}`);
  for (const crowd of values.crowd.split(",").map(Number)) {
    // Each runtime has the host to itself: a thousand waiting containers are not nothing.
    const found = await each("crowd", (runtime) => measure.crowded(runtime, crowd, 10));
    if (found === null) break;
    (figures.crowd ??= {})[crowd] = scenario(`${crowd} containers in the state root`, found);
  }
  for (const [name, title, action] of [
    ["parallel", "50 creates at once", (runtime) => measure.parallel(runtime, 5)],
    ["mounts", "a bundle with 200 mounts more", (runtime) => measure.manyMounts(runtime, 10)],
    ["cold", "the runtime's files not in the page cache", (runtime) => measure.cold(runtime, 10)],
  ]) {
    const found = await each(name, action);
    if (found !== null) figures[name] = scenario(title, found);
  }
  if (values.json === "-") return;
  const docs = join(repository, "docs");
  mkdirSync(docs, { recursive: true });
  const json = values.json ?? join(docs, "bench.json");
  writeFileSync(json, `${JSON.stringify(figures, null, 1)}\n`);
  if (figures.operations !== undefined)
    writeFileSync(values.chart ?? join(docs, "bench.svg"), chart(figures));
}

function scenario(title, found) {
  const summary = summarise(new Map(Object.entries(found)));
  out(`\n${title}\n${table(Object.keys(found), summary)}`);
  return summary;
}
