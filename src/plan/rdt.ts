// linux.intelRdt: the container's group in the resctrl file system (resctrl.rst of the kernel).
import type { Config, IntelRdt } from "../config/config.gen.ts";
import { joinPaths } from "./paths.ts";
import { always, asked } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Facts, Step } from "./types.ts";

const PLACE = "/linux/intelRdt";

/** The directories of a container: its group, and its monitoring group or null. */
export interface RdtGroups {
  readonly group: string;
  readonly monitor: string | null;
}

/**
 * Where the container's groups are; null when none are asked for.
 * @throws PlanError when resctrl is not mounted
 */
export function rdtGroups(
  config: { readonly linux?: { readonly intelRdt?: IntelRdt } },
  facts: Pick<Facts, "resctrl">,
  id: string,
): RdtGroups | null {
  const rdt = config.linux?.intelRdt;
  if (rdt === undefined) return null;
  if (facts.resctrl === null) {
    throw new PlanError(PLACE, "Intel RDT needs a mounted resctrl file system, there is none");
  }
  const { closID = id } = rdt;
  const group = closID === "/" ? facts.resctrl : joinPaths(facts.resctrl, closID);
  const monitor = rdt.enableMonitoring === true ? joinPaths(group, `mon_groups/${id}`) : null;
  return { group, monitor };
}

/** The groups are made, then given their limits, then entered. */
export function rdtSteps(config: Config, facts: Facts, id: string): readonly Step[] {
  const groups = rdtGroups(config, facts, id);
  const rdt = config.linux?.intelRdt;
  if (groups === null || rdt === undefined) return [];
  const { group, monitor } = groups;
  return [
    groupStep(rdt, group),
    ...(monitor === null
      ? []
      : [asked("cgroup", `${PLACE}/enableMonitoring`, { op: "rdt-monitor", group: monitor })]),
    ...rdtTasks(groups),
  ];
}

function groupStep(rdt: IntelRdt, group: string): Step {
  const compare = [rdt.l3CacheSchema, rdt.memBwSchema].filter((line) => line !== undefined);
  const lines = [...compare, ...(rdt.schemata ?? [])];
  return asked("cgroup", PLACE, {
    op: "rdt-group",
    group,
    // Without limits of its own a named group has to be there.
    make: rdt.closID === undefined || (rdt.closID !== "/" && lines.length > 0) ? 1 : 0,
    // Only what is named after the container is the container's.
    own: rdt.closID === undefined ? 1 : 0,
    compare: rdt.closID === undefined ? [] : compare,
    lines,
  });
}

/** A process enters: first the group, then its monitoring group. */
export function rdtTasks({ group, monitor }: RdtGroups): readonly Step[] {
  const why = "the process is accounted and limited there";
  return [group, ...(monitor === null ? [] : [monitor])].map((path) =>
    always("cgroup", why, { op: "rdt-task", group: path }),
  );
}
