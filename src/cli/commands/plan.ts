// `plan`: what create would do, without doing it.
import { resolveFrom } from "../../plan/paths.ts";
import { describeFinding } from "../../config/finding.ts";
import { loadConfig } from "../../config/load.ts";
import type { Config } from "../../config/config.gen.ts";
import type { Loaded } from "../../config/load.ts";
import { asRoot } from "../../host/as-root.ts";
import { gatherFacts } from "../../host/facts.ts";
import { withSystemdFacts } from "../../host/systemd.ts";
import { printJson } from "../../json/print.ts";
import { explained } from "../../launch/explain.ts";
import { managersSocket } from "../../launch/notify.ts";
import { callersWindow } from "../../native/terminal.ts";
import { planCreate } from "../../plan/create.ts";
import { planJson, printPlan } from "../../plan/print.ts";
import type { CreateRequest, Facts, Plan } from "../../plan/types.ts";
import { checkId } from "../../state/directory.ts";
import type { Globals } from "../globals.ts";
import type { Invocation } from "../types.ts";
import { configFileOf, usesSystemd } from "./create-options.ts";

const DEFAULT_ID = "plan";
const WIDTH = 100;
// On a wider terminal the places in config.json would be too far from their steps.
const WIDEST = 120;

/** Columns to print in: those of the terminal, or a number of our own. */
function widthFor(terminal: boolean): number {
  return terminal ? Math.min(callersWindow()?.width ?? WIDTH, WIDEST) : WIDTH;
}

/** The request of a create with no flags but these. */
export function planRequest(
  globals: Globals,
  facts: Pick<Facts, "euid" | "inUserNamespace">,
  id: string,
  bundle: string,
): CreateRequest {
  const unprivileged = facts.euid !== 0 || facts.inUserNamespace;
  return {
    id,
    bundle,
    root: globals.root,
    pidFile: null,
    consoleSocket: null,
    noPivot: false,
    noNewKeyring: false,
    preserveFds: 0,
    systemdCgroup: usesSystemd(globals),
    noCgroup: globals.cgroupManager === "disabled",
    rootless: globals.rootless === "true" || (globals.rootless === "auto" && unprivileged),
  };
}

/**
 * Who the plan is for: this user, or root where this user could not make such a container at all.
 * Showing what will be done needs no rights, whoever does it in the end.
 */
function plannedFor(config: Config, facts: Facts, warn: (message: string) => void): Facts {
  const users = config.linux?.namespaces?.some(({ type }) => type === "user") ?? false;
  if (facts.euid === 0 || users) return facts;
  warn("this is what root would do: without a user namespace this user cannot create it");
  return asRoot(facts);
}

function planned(loaded: Loaded, facts: Facts, request: CreateRequest): Plan {
  try {
    return planCreate(loaded.config, facts, request);
  } catch (error) {
    const source = { name: "config.json", base: "", bytes: loaded.bytes } as const;
    throw explained(error, { source, config: loaded.config, facts: () => facts });
  }
}

/** Prints the plan. @throws PlanError, ConfigError, Failure */
export function run(invocation: Invocation): number {
  const { globals, values, args, cwd, out, warn } = invocation;
  const id = args[0] ?? DEFAULT_ID;
  checkId(id);
  const bundle = resolveFrom(cwd, values.text("bundle") ?? ".");
  const loaded = loadConfig(bundle, configFileOf(values, cwd).configFile);
  for (const finding of loaded.findings) warn(describeFinding(finding, "config.json"));
  const here = gatherFacts();
  const known = usesSystemd(globals) ? withSystemdFacts(here) : here;
  const facts = plannedFor(loaded.config, known, warn);
  const request = planRequest(globals, facts, id, bundle);
  const plan = planned(loaded, facts, { ...request, notify: managersSocket() !== null });
  if (values.bool("json")) out(`${printJson(planJson(plan), 2)}\n`);
  else
    out(printPlan(plan, { color: invocation.colours(), width: widthFor(invocation.terminal()) }));
  return 0;
}
