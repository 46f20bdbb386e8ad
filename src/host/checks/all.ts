// All that create would find wrong on this host, before it does anything: files, kernel, ids, limits,
// and cgroups, which the planner itself judges. Reads only; needs no rights.
import { finding } from "../../config/finding.ts";
import type { Finding } from "../../config/finding.ts";
import { planCreate } from "../../plan/create.ts";
import { PlanError } from "../../plan/types.ts";
import type { CreateRequest, Plan } from "../../plan/types.ts";
import { checkFiles } from "./files.ts";
import { checkIds } from "./ids.ts";
import { checkKernel } from "./kernel.ts";
import { checkLimits } from "./limits.ts";
import type { HostScope } from "./view.ts";

/** The plan, or the finding that there can be none. */
function planned(scope: Omit<HostScope, "report">, request: CreateRequest): Plan | Finding {
  try {
    return planCreate(scope.config, scope.facts, request);
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    return finding("error", error.pointer, error.message);
  }
}

/**
 * Findings about a good configuration on this host.
 *
 * @param request - the create that would be asked for
 */
export function inspectHost(
  scope: Omit<HostScope, "report">,
  request: CreateRequest,
): readonly Finding[] {
  const found: Finding[] = [];
  const full: HostScope = { ...scope, report: (one) => found.push(one) };
  checkFiles(full);
  checkKernel(full);
  checkIds(full);
  checkLimits(full);
  // What a check above has said of a place, the planner need not say again.
  const plan = planned(scope, request);
  const seen = new Set(found.map(({ pointer }) => pointer));
  const more =
    "steps" in plan
      ? plan.warnings.map(({ pointer, message }) => finding("warning", pointer, message))
      : [plan];
  return [...found, ...more.filter(({ pointer }) => !seen.has(pointer))];
}
