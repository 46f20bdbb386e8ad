// planUpdate: other limits for a container that is there. Only what is asked for is written; values
// that the kernel judges together (quota and period, memory and swap) are taken from both.
import { deviceProgram } from "./device-program.ts";
import { allowsAll } from "./device-rules.ts";
import { enableSteps, mayRuleDevices, resourceScope, rulesOf } from "./cgroup.ts";
import type { Spot } from "./cgroup.ts";
import { checkCpu, checkMemory } from "./resources-check.ts";
import { deviceChangesV1 } from "./resources-devices.ts";
import { planResources } from "./resources.ts";
import type { Place } from "./resources-write.ts";
import { asked as askedFor } from "./steps.ts";
import { PlanError } from "./types.ts";
import { mergeResources, withoutZeros } from "./update-merge.ts";
import type { Cpu, Memory, Resources } from "../config/config.gen.ts";
import type { Facts, Step, Warning } from "./types.ts";

/** A container whose limits change. */
export interface UpdateContainer {
  /** Its limits now, as far as a configuration or an update named them. */
  readonly resources: Resources;
  /** Its cgroup in each hierarchy. */
  readonly spots: readonly Spot[];
}

/** What update will do. */
export interface UpdatePlan {
  /** Limits and then device rules, in the order that the kernel accepts from where they are. */
  readonly steps: readonly Step[];
  /** The way back for device rules on v1; other writes are taken back by what was there before. */
  readonly back: readonly Step[];
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** The limits afterwards. */
  readonly resources: Resources;
  readonly warnings: readonly Warning[];
}

const BASE = "/linux/resources";

/**
 * Plans an update.
 * @throws PlanError for values out of range, alone or with what the container has, and for what
 * this host cannot do
 */
export function planUpdate(
  request: Resources,
  container: UpdateContainer,
  facts: Facts,
): UpdatePlan {
  const asked = withoutZeros(request);
  const { spots } = container;
  const warnings: Warning[] = [];
  const scope = resourceScope(facts, spots, warnings);
  const version = scope.place("memory")?.version ?? 1;
  const before = container.resources;
  const resources = mergeResources(before, asked, version);
  if (spots.length === 0 && Object.keys(asked).length > 0) {
    throw new PlanError("", "the container has no cgroup: it has no limits that could be changed");
  }
  // What was there counts too: a burst above the new quota, swap below the new limit.
  if (asked.memory !== undefined) checkMemory(resources.memory ?? {}, []);
  if (asked.cpu !== undefined) checkCpu(resources.cpu ?? {}, []);
  const limits = ordered(
    planResources(written(asked, resources, version), scope),
    before.cpu ?? {},
    resources.cpu ?? {},
  );
  const devices = planDevices(asked, before, facts, spots);
  return {
    steps: [
      ...checkSteps(asked.memory ?? {}, scope.place("memory")),
      ...enable(spots, limits),
      ...limits,
      ...devices.steps,
    ],
    back: devices.back,
    blobs: devices.blobs,
    resources,
    warnings,
  };
}

/** v2: what the limits need; what only accounts was enabled by create. */
function enable(spots: readonly Spot[], limits: readonly Step[]): readonly Step[] {
  return spots
    .flatMap((spot) => (spot.version === 2 ? enableSteps(spot, limits) : []))
    .filter(({ op }) => op.op === "cgroup-enable" && op.optional === 0);
}

/** The request with what has to be written along with it. */
function written(asked: Resources, merged: Resources, version: 1 | 2): Resources {
  const { memory, cpu } = asked;
  return {
    ...asked,
    ...(memory === undefined
      ? {}
      : { memory: writtenMemory(memory, merged.memory ?? {}, version) }),
    ...(cpu === undefined ? {} : { cpu: writtenCpu(cpu, merged.cpu ?? {}) }),
  };
}

function writtenMemory(asked: Memory, merged: Memory, version: 1 | 2): Memory {
  // v2 has swap alone, which is the sum less the limit that holds.
  const needsLimit = version === 2 && (asked.swap ?? -1n) >= 0n && asked.limit === undefined;
  return needsLimit && merged.limit !== undefined ? { ...asked, limit: merged.limit } : asked;
}

function writtenCpu(asked: Cpu, merged: Cpu): Cpu {
  return {
    ...asked,
    // v2 has both in one file.
    ...(asked.period !== undefined && merged.quota !== undefined ? { quota: merged.quota } : {}),
    // A cgroup that stops being idle has the default shares.
    ...(asked.idle === 0 && merged.shares !== undefined ? { shares: merged.shares } : {}),
  };
}

/**
 * The order in which the kernel takes the cpu values. It compares each with the others that are
 * there at the moment: time / period must not rise above both the old and the new ratio on the way,
 * and burst must not be above quota.
 */
function ordered(steps: readonly Step[], before: Cpu, after: Cpu): readonly Step[] {
  const DEFAULT_PERIOD = 100_000n;
  const lowered = (old: bigint | undefined, now: bigint | undefined): boolean =>
    now !== undefined && now < (old ?? DEFAULT_PERIOD);
  let result = steps;
  if (lowered(before.period, after.period))
    result = behind(result, "cpu.cfs_period_us", "cpu.cfs_quota_us");
  if (lowered(before.realtimePeriod ?? 1_000_000n, after.realtimePeriod))
    result = behind(result, "cpu.rt_period_us", "cpu.rt_runtime_us");
  if (after.burst !== undefined && after.burst < (before.burst ?? 0n)) {
    result = behind(result, "cpu.cfs_quota_us", "cpu.cfs_burst_us");
    result = behind(result, "cpu.max", "cpu.max.burst");
  }
  return result;
}

/** Puts the write of `file` behind that of `other`, when both are there. */
function behind(steps: readonly Step[], file: string, other: string): readonly Step[] {
  const at = (name: string): number =>
    steps.findIndex(({ op }) => op.op === "cgroup-write" && op.file === name);
  const [from, to] = [at(file), at(other)];
  const moved = steps[from];
  if (moved === undefined || to < from) return steps;
  return [...steps.slice(0, from), ...steps.slice(from + 1, to + 1), moved, ...steps.slice(to + 1)];
}

/** memory.checkBeforeUpdate: a limit below what is used would kill, so it is refused. */
function checkSteps(memory: Memory, place: Place | null): readonly Step[] {
  const { limit = -1n, swap = -1n } = memory;
  if (memory.checkBeforeUpdate !== true || place === null || (limit <= 0n && swap <= 0n)) return [];
  return [
    askedFor("cgroup", `${BASE}/memory/checkBeforeUpdate`, {
      op: "cgroup-usage",
      mount: place.mount,
      path: place.path,
      version: place.version,
      limit,
      swap,
    }),
  ];
}

interface DeviceUpdate {
  readonly steps: readonly Step[];
  readonly back: readonly Step[];
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

/** The rules that are asked for take the place of those that were there. */
function planDevices(
  asked: Resources,
  before: Resources,
  facts: Facts,
  spots: readonly Spot[],
): DeviceUpdate {
  const none: DeviceUpdate = { steps: [], back: [], blobs: new Map() };
  if (asked.devices === undefined) return none;
  const pointer = `${BASE}/devices`;
  if (!mayRuleDevices(facts)) {
    throw new PlanError(pointer, "device rules need CAP_SYS_ADMIN outside of a user namespace");
  }
  const rules = rulesOf(asked.devices);
  const v1 = spots.find(
    ({ version, hierarchy }) => version === 1 && hierarchy.controllers.includes("devices"),
  );
  if (v1 !== undefined) {
    const old = rulesOf(before.devices ?? []);
    return {
      ...none,
      steps: deviceChangesV1(v1, old, rules),
      back: deviceChangesV1(v1, rules, old),
    };
  }
  const v2 = spots.find(({ version }) => version === 2);
  if (v2 === undefined) {
    throw new PlanError(
      pointer,
      "device rules need the devices controller or a cgroup v2 hierarchy, this host has neither",
    );
  }
  // Also when all is allowed: the program that was there has to go.
  const op = { op: "cgroup-devices", mount: v2.mount, path: v2.path, program: "devices" } as const;
  const why = allowsAll(rules) ? "every device is allowed now" : "the rules as one program";
  return {
    ...none,
    steps: [askedFor("cgroup", pointer, op, why)],
    blobs: new Map([["devices", deviceProgram(rules)]]),
  };
}
