// Strikes a verb at its system calls, one run each, and collects what is wrong afterwards.
import { CASES } from "./cases.ts";
import { isOfEngine } from "./sites.ts";
import { isOneError, Lab, siteText } from "./lab.ts";
import type { Answer, Case, Site } from "./lab.ts";

const ERRNOS = { EPERM: 1, EIO: 5, ENOMEM: 12 } as const;

// exec's own failures, as other runtimes have it.
const EXEC_FAILED = 255;

/** How a verb is struck: killed, or a call of it fails. */
export type Action = "kill" | keyof typeof ERRNOS;

/** What came of a row of runs. */
export interface Outcome {
  /** Runs in which the call was reached. */
  readonly struck: number;
  readonly faults: readonly string[];
}

/** The case of a name. @throws Error */
export function caseOf(name: string): Case {
  const found = CASES.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
}

function prepare(lab: Lab, one: Case): void {
  one.prepare?.();
  for (const verb of one.before) lab.must(...verb);
}

/** All system calls of a verb. @throws Error when it does not succeed */
export function sitesOf(one: Case): {
  readonly sites: readonly Site[];
  readonly directory: string;
} {
  const lab = new Lab(one);
  try {
    prepare(lab, one);
    const sites = lab.trace(one.verb);
    // What else is in the tree of processes belongs to the container.
    return { sites: sites.filter((site) => site.role <= 2), directory: lab.directory };
  } finally {
    lab.verb("delete", "--force", lab.place.id);
    lab.end();
  }
}

/** What is wrong with the answer of a verb that was struck. */
function unclear({ status, stderr }: Answer): readonly string[] {
  if ((status <= 128 || status === EXEC_FAILED) && isOneError(stderr)) return [];
  return [`status ${status}: ${JSON.stringify(stderr)}`];
}

/** What is wrong after one strike. */
function faultsOf(lab: Lab, one: Case, site: Site, action: Action): readonly string[] | null {
  prepare(lab, one);
  const word = action === "kill" ? "kill" : `${ERRNOS[action]}`;
  const [answer, hit] = lab.strike(site, word, one.verb);
  const faults: string[] = [];
  // The verb itself was killed by us; whatever else ends it must be an error that says why.
  // So may the engine when a call was hit that is its own, since calls are counted a little differently
  // each time.
  const ours = (action === "kill" && site.role === 0) || (hit !== null && isOfEngine(hit));
  if (answer.status !== 0 && !ours) {
    faults.push(...unclear(answer));
    // A create that fails undoes what it made.
    if (one.before.length === 0) faults.push(...lab.left().map((text) => `at once: ${text}`));
  }
  faults.push(...lab.recovers(), ...(one.strange?.() ?? []));
  if (hit === null) return null;
  // Something may have run differently this time, and another call was hit: no matter if all is well.
  const other = hit.call !== site.call || hit.object !== site.object;
  if (other && faults.length > 0) faults.push(`what was hit: ${siteText(hit)}`);
  return faults;
}

/** Strikes a verb at these calls with these actions, each in a run of its own. */
export function strike(
  one: Case,
  sites: readonly Site[],
  actions: readonly Action[],
  tell: (line: string) => void,
): Outcome {
  const lab = new Lab(one);
  const faults: string[] = [];
  let struck = 0;
  try {
    for (const site of sites) {
      for (const action of actions) {
        // Who may not mark the parents of a cgroup leaves them, empty: no reason to fail.
        if (action === "EPERM" && site.call === "fsetxattr") continue;
        let found: readonly string[] | null;
        try {
          found = faultsOf(lab, one, site, action);
        } catch (error) {
          found = [error instanceof Error ? error.message : String(error)];
        }
        if (found !== null) struck++;
        for (const fault of found ?? []) {
          faults.push(`${one.name} ${action} at ${siteText(site)}: ${fault}`);
          tell(faults.at(-1) ?? "");
        }
        if (found !== null && found.length > 0) lab.reset();
      }
    }
  } finally {
    lab.end();
  }
  return { struck, faults };
}
