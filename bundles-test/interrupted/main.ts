// Every verb, killed at each of its system calls and failed at each distinct one: the long form.
//   main.js [--kill | --fail] [--role N] [--call NAME] [--every N] [CASE...]
// --every 20 takes each twentieth call only, for slow machines.
//   main.js --sample     a small part, for every run of the tests
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { say } from "../harness/say.ts";
import { CASES } from "./cases.ts";
import { effects, failing, fromTouch } from "./sites.ts";
import { caseOf, sitesOf, strike } from "./strike.ts";
import type { Action } from "./strike.ts";
import type { Case, Site } from "./lab.ts";

const ROLES: readonly string[] = ["the verb", "stage 0", "init"];
const counts = { passed: 0, failed: 0, skipped: 0 };

function row(one: Case, sites: readonly Site[], actions: readonly Action[], title: string): void {
  if (sites.length === 0) return;
  const begin = Date.now();
  const { struck, faults } = strike(one, sites, actions, (line) => say(`     ${line}`));
  const took = `${((Date.now() - begin) / 1000).toFixed(0)} s`;
  const good = faults.length === 0 && struck > 0;
  counts[good ? "passed" : "failed"]++;
  say(`${good ? "ok  " : "FAIL"} ${title}: ${struck} runs, ${faults.length} faults (${took})`);
}

/** Which part of the matrix. */
interface Wanted {
  readonly kill: boolean;
  readonly fail: boolean;
  readonly role: number | null;
  /** Only system calls of this name. */
  readonly call: string | null;
  readonly every: number;
}

function all(one: Case, wanted: Wanted): void {
  const { sites, directory } = sitesOf(one);
  for (const [role, who] of ROLES.entries()) {
    if (wanted.role !== null && wanted.role !== role) continue;
    const own = (list: readonly Site[]): readonly Site[] =>
      list
        .filter((s) => s.role === role && (wanted.call === null || s.call === wanted.call))
        .filter((_, at) => at % wanted.every === 0);
    if (wanted.kill)
      row(one, own(fromTouch(sites, directory)), ["kill"], `${one.name}: ${who} is killed`);
    if (wanted.fail)
      row(
        one,
        own(failing(sites, directory)),
        ["EPERM", "EIO", "ENOMEM"],
        `${one.name}: a call of ${who} fails`,
      );
  }
}

/** Every nth, from the first on. */
function some(list: readonly Site[], count: number): readonly Site[] {
  const every = Math.max(1, Math.ceil(list.length / count));
  return list.filter((_, at) => at % every === 0);
}

const SAMPLES: readonly (readonly [name: string, count: number])[] = [
  ["create", 40],
  ["create-bare", 20],
  ["start", 10],
  ["delete", 20],
];

function sample(): void {
  for (const [name, count] of SAMPLES) {
    const one = caseOf(name);
    const { sites, directory } = sitesOf(one);
    const chosen = some(effects(sites, directory), count);
    row(one, chosen, ["kill"], `${name}: killed around what it makes`);
  }
  const one = caseOf("create");
  const { sites, directory } = sitesOf(one);
  row(one, some(failing(sites, directory), 40), ["EIO"], "create: a call fails");
}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kill: { type: "boolean" },
      fail: { type: "boolean" },
      role: { type: "string" },
      call: { type: "string" },
      every: { type: "string", default: "1" },
      sample: { type: "boolean" },
    },
  });
  if (process.getuid?.() !== 0) {
    say("skip interrupted: needs root");
    return 0;
  }
  // Nothing that goes wrong may touch the host's mounts.
  if (process.env["TSRUN_BUNDLES_APART"] !== "1") {
    const again = [
      "--mount",
      "--propagation",
      "private",
      process.execPath,
      ...process.argv.slice(1),
    ];
    const env = { ...process.env, TSRUN_BUNDLES_APART: "1" };
    return spawnSync("unshare", again, { stdio: "inherit", env }).status ?? 1;
  }
  const both = values.kill !== true && values.fail !== true;
  const wanted = {
    kill: both || values.kill === true,
    fail: both || values.fail === true,
    role: values.role === undefined ? null : Number(values.role),
    call: values.call ?? null,
    every: Number(values.every),
  };
  if (values.sample === true) sample();
  else
    for (const one of positionals.length === 0 ? CASES : positionals.map(caseOf)) all(one, wanted);
  say(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed === 0 ? 0 : 1;
}

process.exitCode = main();
