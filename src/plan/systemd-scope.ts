// The unit of a container under the systemd driver, as data: its name, where it is, its properties.
import { array, printProperty, text } from "../wire/gvariant.ts";
import { configuredRules, DENY_ALL, USUAL } from "./device-rules.ts";
import { annotationProperties } from "./systemd-annotations.ts";
import { deviceProperties } from "./systemd-devices.ts";
import { resourceProperties } from "./systemd-properties.ts";
import { containerUnit } from "./systemd-unit.ts";
import { PlanError } from "./types.ts";
import type { Config, Resources } from "../config/config.gen.ts";
import type { OpNamed } from "../wire/ops.ts";
import type { UnitProperty } from "../wire/gvariant.ts";
import type { ContainerUnit } from "./systemd-unit.ts";
import type { CreateRequest, Facts, SystemdFacts, Warning } from "./types.ts";

/** The unit, and the operation that starts it. */
export interface UnitPlan {
  readonly unit: ContainerUnit;
  readonly op: OpNamed<"systemd-unit">;
  /** The manager's own cgroup: empty for the system's, a unit's for a user's. */
  readonly root: string;
}

/**
 * Plans a container's unit.
 * @throws PlanError without systemd, and for what it does not take
 */
export function planUnit(
  config: Config,
  facts: Facts,
  request: CreateRequest,
  warnings: Warning[],
): UnitPlan {
  const systemd = usable(facts);
  const unit = containerUnit(config.linux?.cgroupsPath, facts, request);
  const properties = [
    ...ownProperties(unit, request.id, systemd.cgroup),
    ...limitProperties(config.linux?.resources ?? {}, systemd, warnings),
    ...annotationProperties(config.annotations ?? {}),
  ];
  return {
    unit,
    root: systemd.root,
    op: {
      op: "systemd-unit",
      unit: unit.unit,
      user: systemd.user ? 1 : 0,
      adopt: unit.isSlice ? 0 : 1,
      properties: properties.map(printProperty),
    },
  };
}

function usable(facts: Facts): SystemdFacts {
  const { systemd } = facts;
  if (systemd === undefined || systemd.failure !== null) {
    throw new PlanError(
      "/linux/cgroupsPath",
      `--systemd-cgroup: ${systemd?.failure ?? "systemd was not asked for"}`,
    );
  }
  return systemd;
}

/** What systemd has to know of every container: the cgroup is the runtime's, and everything is counted. */
function ownProperties(
  { slice, isSlice }: ContainerUnit,
  id: string,
  cgroup: 1 | 2,
): readonly UnitProperty[] {
  const yes = (name: string): UnitProperty => ({ name, value: { type: "b", value: true } });
  return [
    { name: "Description", value: text(`tsrun container ${id}`) },
    ...(isSlice
      ? [{ name: "Wants", value: array("s", [text(slice)]) }]
      : [{ name: "Slice", value: text(slice) }, yes("Delegate")]),
    yes("MemoryAccounting"),
    yes("CPUAccounting"),
    yes(cgroup === 2 ? "IOAccounting" : "BlockIOAccounting"),
    yes("TasksAccounting"),
    { name: "DefaultDependencies", value: { type: "b", value: false } },
  ];
}

/** linux.resources as systemd keeps them. */
export function limitProperties(
  resources: Resources,
  systemd: SystemdFacts,
  warnings: Warning[],
): readonly UnitProperty[] {
  const rules = [DENY_ALL, ...configuredRules(resources.devices ?? []), ...USUAL];
  return [
    ...resourceProperties(resources, {
      version: systemd.version,
      cgroup: systemd.cgroup,
      warnings,
    }),
    // A user's manager may not load programs for devices.
    ...(systemd.user ? [] : deviceProperties(rules, systemd.deviceGroups)),
  ];
}
