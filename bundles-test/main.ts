// Runs the bundles against a runtime, prints a line for each and the counts.
import { copyFileSync, existsSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Bundle } from "./harness/define.ts";
import { unmet } from "./harness/host.ts";
import { loadBundles, project } from "./harness/load.ts";
import { makeWorkspace, perform } from "./harness/perform.ts";
import { say } from "./harness/say.ts";
import { writeBundle } from "./harness/write.ts";

const usage = `usage: main.js [--oracle] [--verbose] [NAME...]
       main.js --list
       main.js --write DIR NAME
  RUNTIME=PATH  the runtime to test (default dist/bin/tsrun)
  --oracle      run each bundle against the runtime that it names instead
`;

const oracles: Readonly<Record<"runc" | "crun", readonly string[]>> = {
  runc: ["/usr/sbin/runc", "/usr/bin/runc"],
  crun: ["/usr/bin/crun", "/usr/sbin/crun"],
};

interface Choice {
  readonly program?: string;
  readonly skip?: string;
  /** Further tries when it fails. */
  readonly again?: number;
}

/** An oracle may lose a race of its own; a test that is wrong fails each time. */
const ORACLE_AGAIN = 2;

function chooseOracle(bundle: Bundle): Choice {
  if (typeof bundle.oracle === "object") return { skip: `no oracle: ${bundle.oracle.none}` };
  const program = oracles[bundle.oracle].find((path) => existsSync(path));
  return program === undefined
    ? { skip: `${bundle.oracle} is not installed` }
    : { program, again: ORACLE_AGAIN };
}

function choose(bundle: Bundle, oracle: boolean): Choice {
  for (const need of [
    ...(bundle.rootless === true ? [] : (["root"] as const)),
    ...(bundle.needs ?? []),
  ]) {
    const reason = unmet(need);
    if (reason !== null) return { skip: reason };
  }
  if (oracle) return chooseOracle(bundle);
  return { program: resolve(process.env["RUNTIME"] ?? join(project, "dist/bin/tsrun")) };
}

/** Everything runs in a mount namespace of its own: a wrong runtime must not touch the host's. */
function apart(): number | null {
  if (process.env["TSRUN_BUNDLES_APART"] === "1" || process.getuid?.() !== 0) return null;
  const [node, ...rest] = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawnSync("unshare", ["--mount", "--propagation", "private", node, ...rest], {
    stdio: "inherit",
    env: { ...process.env, TSRUN_BUNDLES_APART: "1" },
  });
  return child.status ?? 1;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

function runOne(bundle: Bundle, choice: Choice, directory: string, verbose: boolean): keyof Counts {
  if (choice.program === undefined) {
    say(`skip ${bundle.name}: ${choice.skip ?? ""}`);
    return "skipped";
  }
  const begin = Date.now();
  let { problems, log } = perform(bundle, choice.program, directory);
  for (let more = choice.again ?? 0; problems.length > 0 && more > 0; more--) {
    say(`     ${bundle.name} once more: ${problems[0]?.split("\n")[0] ?? ""}`);
    ({ problems, log } = perform(bundle, choice.program, directory));
  }
  const took = `${Date.now() - begin} ms`;
  say(`${problems.length === 0 ? "ok  " : "FAIL"} ${bundle.name}: ${bundle.title} (${took})`);
  for (const problem of problems) say(`     ${problem.replaceAll("\n", "\n     ")}`);
  if (verbose || problems.length > 0)
    for (const line of verbose ? log : log.slice(-6)) say(`     · ${line}`);
  return problems.length === 0 ? "passed" : "failed";
}

async function runAll(
  names: readonly string[],
  oracle: boolean,
  verbose: boolean,
): Promise<number> {
  const bundles = await loadBundles(names);
  const directory = makeWorkspace();
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    copyFileSync("/bin/busybox", join(directory, "busybox"));
    for (const bundle of bundles)
      counts[runOne(bundle, choose(bundle, oracle), directory, verbose)]++;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  say(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      oracle: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      write: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    say(usage);
    return 0;
  }
  if (values.list) {
    for (const bundle of await loadBundles()) say(`${bundle.name.padEnd(24)} ${bundle.title}`);
    return 0;
  }
  if (values.write !== undefined) return writeBundle(values.write, positionals);
  return apart() ?? runAll(positionals, values.oracle, values.verbose);
}

process.exitCode = await main();
