// Runs the engines' cases and counts them. Everything happens in a mount and a pid namespace of its
// own, with an empty /run: no socket, state or process of the host's engines is ever met, and the
// kernel ends with the namespace what a broken runtime leaves. What is left before that is a failure.
// With --systemd it happens where systemd is, because that knows processes by its own pids: for a
// machine that is thrown away.
import { existsSync, rmSync } from "node:fs";
import { release } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildah } from "./buildah.mjs";
import { checkpoint } from "./checkpoint.mjs";
import { cri } from "./cri.mjs";
import { ctr } from "./ctr.mjs";
import { docker } from "./docker.mjs";
import { makeImage } from "./image.mjs";
import { cgroupsOf, dropHierarchies, leftovers, makeWork, removeCgroups } from "./machine.mjs";
import { podman } from "./podman.mjs";
import { Report } from "./report.mjs";
import { rootless } from "./rootless.mjs";
import { find, run, runAttached } from "./shell.mjs";

const ENGINES = { podman, rootless, buildah, ctr, cri, docker, checkpoint };
const FLAGS = new Set(["--smoke", "--systemd"]);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** The same program again, inside; sh is pid 1 there, because it reaps what daemons orphan. */
function wordsApart() {
  const inside = 'mount -t tmpfs -o mode=755 run /run && ip link set lo up && "$@"; exit $?';
  const flags = ["--mount", "--propagation", "private", "--net", "--pid", "--fork", "--kill-child"];
  return ["unshare", ...flags, "--mount-proc", "sh", "-c", inside, "sh"];
}

async function runOutside(words) {
  const work = makeWork("tsrun_engines");
  const apart = words.includes("--systemd") ? [] : wordsApart();
  const again = [process.execPath, fileURLToPath(import.meta.url), "--inside", work];
  let status;
  try {
    status = await runAttached([...apart, ...again, ...words]);
  } finally {
    removeCgroups(basename(work));
    rmSync(work, { recursive: true, force: true });
  }
  const left = cgroupsOf(basename(work));
  if (left.length === 0 && !existsSync(work)) return status;
  console.error(`engines: left behind: ${[work, ...left].join(" ")}`);
  return 1;
}

function runEngine(name, { work, runtime, smoke, systemd }) {
  const report = new Report(name);
  const engine = ENGINES[name];
  if (engine.systemd === true && !systemd) {
    report.skip("all", "needs systemd, also of the user: scripts/vm --engines");
    return report;
  }
  const missing = engine.programs.filter((name) => find(name) === undefined);
  if (missing.length > 0) {
    report.skip("all", `${missing.join(", ")} not installed`);
    return report;
  }
  const place = join(work, name);
  const word = basename(work);
  try {
    const image = makeImage(place);
    engine.run({ place, word, image, runtime, report, smoke, systemd });
  } catch (error) {
    report.fail("the engine itself", error instanceof Error ? error.message : String(error));
  }
  report.check("nothing is left of it", () => {
    const left = leftovers({ word, place, apart: !systemd });
    if (left.length > 0) throw new Error(left.join("\n"));
  });
  removeCgroups(word);
  return report;
}

/** Name and version of a program, as it says itself. */
function versionOf(program) {
  if (find(program) === undefined) return `no ${program}`;
  const { out } = run([program, "--version"]);
  const [version] = /\bv?\d+\.\d+[^\s,]*/.exec(out) ?? [];
  return version === undefined ? basename(program) : `${basename(program)} ${version}`;
}

/** A table, which `npm run test:all` takes into docs/RESULTS.md. */
function printTable(rows, systemd) {
  const where = `${systemd ? "under systemd" : "without systemd"}, Linux ${release()}`;
  const lines = [
    ["engine", "programs", "passed", "failed", "skipped"],
    ["---", "---", "---", "---", "---"],
    ...rows.map(({ name, programs, report }) => [
      name,
      programs.join(", "),
      report.passed,
      report.failed,
      report.skipped,
    ]),
  ];
  console.log(`table: Engines ${where}`);
  for (const line of lines) console.log(`| ${line.join(" | ")} |`);
}

function runInside(work, words) {
  const smoke = words.includes("--smoke");
  const systemd = words.includes("--systemd");
  const names = words.filter((word) => !FLAGS.has(word));
  const runtime = resolve(process.env.RUNTIME ?? join(root, "dist/bin/tsrun"));
  for (const name of dropHierarchies(join(work, "hierarchy")))
    console.log(
      `note: the cgroup hierarchy ${name} is there but not mounted: containerd 1.6 minds`,
    );
  const rows = [];
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const name of names.length === 0 ? Object.keys(ENGINES) : names) {
    const report = runEngine(name, { work, runtime, smoke, systemd });
    for (const key of Object.keys(sum)) sum[key] += report[key];
    rows.push({ name, report, programs: ENGINES[name].programs.map(versionOf) });
  }
  if (names.length === 0 && !smoke) printTable(rows, systemd);
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  return sum.failed === 0 ? 0 : 1;
}

async function main(words) {
  if (words[0] === "--inside") return runInside(words[1], words.slice(2));
  const unknown = words.filter((word) => !FLAGS.has(word) && !Object.hasOwn(ENGINES, word));
  if (unknown.length > 0) {
    console.error(
      `engines: unknown ${unknown.join(", ")}; there are ${Object.keys(ENGINES).join(", ")}`,
    );
    return 2;
  }
  if (process.getuid() !== 0) {
    console.log("skip engines: needs root\n0 passed, 0 failed, 1 skipped");
    return 0;
  }
  return runOutside(words);
}

process.exitCode = await main(process.argv.slice(2));
