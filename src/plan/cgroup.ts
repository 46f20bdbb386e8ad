// The container's cgroups: where they are in each hierarchy, how they are made, what limits are
// written into them. Pure: which hierarchies there are comes from Facts.
import { cgroupWish, parentOf, placeIn } from "./cgroup-path.ts";
import { ownerSteps } from "./cgroup-owner.ts";
import { deviceProgram } from "./device-program.ts";
import { allowsAll, configuredRules, DENY_ALL, USUAL } from "./device-rules.ts";
import type { Rule } from "./device-rules.ts";
import { CAP } from "./kernel.ts";
import { planResources } from "./resources.ts";
import { deviceWritesV1 } from "./resources-devices.ts";
import { controllerOf } from "./resources-unified.ts";
import type { Place } from "./resources-write.ts";
import { holds } from "./scope.ts";
import { always, asked } from "./steps.ts";
import { planUnit } from "./systemd-scope.ts";
import { PlanError } from "./types.ts";
import type { UnitPlan } from "./systemd-scope.ts";
import type { CgroupWish } from "./cgroup-path.ts";
import type { ResourceScope } from "./resources.ts";
import type { Config, DeviceRule } from "../config/config.gen.ts";
import type { CreateRequest, Facts, Hierarchy, Step, Warning } from "./types.ts";

/** The cgroup part of a plan. */
export interface CgroupPlan {
  /** Before init is looked for: directories, controllers, cpuset's inherited values. */
  readonly make: readonly Step[];
  /** When init exists. */
  readonly join: readonly Step[];
  /** After it has joined: limits and device rules. */
  readonly limits: readonly Step[];
  /** The device program, under `devices`. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** Controller (`unified` for v2, `name=...` for a hierarchy without) to absolute directory. */
  readonly cgroupPaths: Readonly<Record<string, string>>;
  readonly warnings: readonly Warning[];
}

/** Controllers that a container's cgroup has on v2 wherever they can be had: they also account. */
const ACCOUNTING = ["cpuset", "cpu", "io", "memory", "hugetlb", "pids", "rdma", "misc"] as const;
const POINTER = "/linux/cgroupsPath";
const NO_PERMISSION =
  "rootless needs no limits + no cgrouppath when no permission is granted for cgroups";

/** The container's cgroup in one hierarchy. */
export interface Spot extends Place {
  readonly hierarchy: Hierarchy;
}

/**
 * Plans the cgroups of a container.
 *
 * @throws PlanError for a path, a limit or a device rule that this host cannot have
 */
export function planCgroup(config: Config, facts: Facts, request: CreateRequest): CgroupPlan {
  const warnings: Warning[] = [];
  const unit = request.systemdCgroup ? planUnit(config, facts, request, warnings) : null;
  const { spots, asked: named } =
    unit === null ? ownSpots(config, facts, request) : unitSpots(config, facts, unit);
  const scope = resourceScope(facts, spots, warnings);
  const limits = planResources(
    config.linux?.resources ?? {},
    request.noCgroup ? { ...scope, forbidden: withoutCgroup } : scope,
  );
  const devices = planDevices(config, facts, spots);
  const blobs = new Map<string, Uint8Array>();
  if (devices.program !== null) blobs.set("devices", devices.program);
  const pointer = named ? POINTER : null;
  const make = spots.flatMap((spot) => makeSteps(spot, pointer, limits));
  const join = spots.map(({ mount, path, version }) =>
    step(pointer, "init and all it starts", { op: "cgroup-join", mount, path, version }),
  );
  return {
    // systemd makes its part with init in it; what it does not know is made afterwards.
    make: unit === null ? make : [],
    join:
      unit === null
        ? join
        : [step(pointer, "systemd hands its cgroup over", unit.op), ...make, ...join],
    limits: [
      ...limits,
      ...devices.steps,
      // Last: from now on the container may change what was handed over.
      ...ownerSteps(config, facts, spots),
    ],
    blobs,
    cgroupPaths: pathsOf(spots),
    warnings,
  };
}

function withoutCgroup(controller: string): string {
  return `cannot set ${controller} limit: the container has no cgroup (--cgroup-manager=disabled)`;
}

interface Spots {
  readonly spots: readonly Spot[];
  /** config.json names the place. */
  readonly asked: boolean;
}

function ownSpots(config: Config, facts: Facts, request: CreateRequest): Spots {
  const wish = cgroupWish(config.linux?.cgroupsPath, facts, request);
  return { spots: findSpots(facts, wish, request), asked: wish.asked };
}

/** Under the systemd driver: where the unit is, in every hierarchy. */
function unitSpots(config: Config, facts: Facts, { unit, root }: UnitPlan): Spots {
  const spots = facts.cgroup.hierarchies.map((hierarchy) => {
    const { mount, version } = hierarchy;
    return { hierarchy, mount, path: `${root}${unit.path}`, version };
  });
  return { spots, asked: (config.linux?.cgroupsPath ?? "") !== "" };
}

function step(pointer: string | null, why: string, op: Step["op"]): Step {
  return pointer === null ? always("cgroup", why, op) : asked("cgroup", pointer, op, why);
}

/** Every hierarchy that the container gets a cgroup in. */
function findSpots(facts: Facts, wish: CgroupWish, request: CreateRequest): readonly Spot[] {
  if (request.noCgroup) return [];
  const { hierarchies } = facts.cgroup;
  const forgiven = request.rootless && !wish.asked;
  if (hierarchies.length === 0 && !forgiven) {
    throw new PlanError(POINTER, "no cgroup hierarchy is mounted on this host");
  }
  if (
    request.rootless &&
    wish.asked &&
    !wish.absolute &&
    hierarchies.every(({ writable }) => !writable)
  ) {
    throw new PlanError(POINTER, NO_PERMISSION);
  }
  return (
    hierarchies
      // A path that config.json names may be in a delegated subtree: the write itself will tell.
      .filter((hierarchy) => hierarchy.writable || !forgiven)
      .map((hierarchy) => ({
        hierarchy,
        mount: hierarchy.mount,
        path: placeIn(hierarchy, wish),
        version: hierarchy.version,
      }))
  );
}

/** v1 names of controllers that are called otherwise on v2. */
function nameOn(version: 1 | 2, controller: string): string {
  return version === 2 && controller === "blkio" ? "io" : controller;
}

/** Where limits go, and what this host can do. */
export function resourceScope(
  facts: Facts,
  spots: readonly Spot[],
  warnings: Warning[],
): ResourceScope {
  const has = (hierarchy: Hierarchy, controller: string): boolean =>
    hierarchy.controllers.includes(nameOn(hierarchy.version, controller));
  const unified = spots.find(({ version }) => version === 2);
  return {
    place: (controller) => spots.find(({ hierarchy }) => has(hierarchy, controller)) ?? null,
    unified:
      unified === undefined ? null : { place: unified, controllers: unified.hierarchy.controllers },
    forbidden: (controller) => {
      const { hierarchies } = facts.cgroup;
      if (!hierarchies.some((hierarchy) => !hierarchy.writable && has(hierarchy, controller)))
        return null;
      return spots.length === 0
        ? NO_PERMISSION
        : `cannot set ${controller} limit: container could not join or create cgroup`;
    },
    v2Only: facts.cgroup.mode === "v2",
    hugepages: facts.hugepages,
    warnings,
  };
}

function makeSteps(spot: Spot, pointer: string | null, limits: readonly Step[]): readonly Step[] {
  const { mount, path, version, hierarchy } = spot;
  const steps = [step(pointer, "", { op: "cgroup-make", mount, path, version })];
  if (version === 1) {
    if (hierarchy.controllers.includes("cpuset")) {
      // A v1 cpuset starts empty, and an empty one takes no process (ENOSPC).
      steps.push(
        step(null, "an empty cpuset takes no process", { op: "cgroup-cpuset", mount, path }),
      );
    }
    return steps;
  }
  return [...steps, ...enableSteps(spot, limits)];
}

/** v2: the controllers that these limits need, and those that account. */
export function enableSteps(spot: Spot, limits: readonly Step[]): readonly Step[] {
  const { mount, path, hierarchy } = spot;
  const steps: Step[] = [];
  const needed = neededControllers(mount, limits);
  const accounting = ACCOUNTING.filter(
    (controller) => hierarchy.controllers.includes(controller) && !needed.includes(controller),
  );
  const enable = (controllers: readonly string[], optional: number, why: string): void => {
    if (controllers.length === 0 || parentOf(path) === path) return;
    steps.push(step(null, why, { op: "cgroup-enable", mount, path, controllers, optional }));
  };
  enable(needed, 0, "limits need them");
  enable(accounting, 1, "for statistics");
  return steps;
}

/** Controllers whose files the v2 writes below `mount` need. */
function neededControllers(mount: string, limits: readonly Step[]): readonly string[] {
  const found = new Set<string>();
  for (const { op } of limits) {
    if (op.op !== "cgroup-write" || op.mount !== mount || op.version !== 2) continue;
    const controller = controllerOf(op.file);
    if (controller !== null) found.add(controller);
  }
  return [...found].sort();
}

/** CAP_SYS_ADMIN of the first user namespace: both the v1 files and bpf(2) ask for it. */
export function mayRuleDevices(facts: Facts): boolean {
  return !facts.inUserNamespace && holds(facts, CAP.sysAdmin);
}

/** The rules of a container: all denied, the configured ones, the usual devices. @throws PlanError */
export function rulesOf(configured: readonly DeviceRule[]): readonly Rule[] {
  return [DENY_ALL, ...configuredRules(configured), ...USUAL];
}

interface DevicePlan {
  readonly steps: readonly Step[];
  readonly program: Uint8Array | null;
}

function planDevices(config: Config, facts: Facts, spots: readonly Spot[]): DevicePlan {
  const rules = rulesOf(config.linux?.resources?.devices ?? []);
  // Without the right nobody can open a device that file permissions do not give either.
  if (!mayRuleDevices(facts) || spots.length === 0) return { steps: [], program: null };
  const v1 = spots.find(
    ({ version, hierarchy }) => version === 1 && hierarchy.controllers.includes("devices"),
  );
  if (v1 !== undefined) return { steps: deviceWritesV1(v1, rules), program: null };
  if (allowsAll(rules)) return { steps: [], program: null };
  const pointer = "/linux/resources/devices";
  const v2 = spots.find(({ version }) => version === 2);
  if (v2 === undefined) {
    throw new PlanError(
      pointer,
      "device rules need the devices controller or a cgroup v2 hierarchy, this host has neither",
    );
  }
  const op = { op: "cgroup-devices", mount: v2.mount, path: v2.path, program: "devices" } as const;
  const configured = config.linux?.resources?.devices !== undefined;
  return {
    steps: [
      step(configured ? pointer : null, "the rules as one program, the usual devices last", op),
    ],
    program: deviceProgram(rules),
  };
}

function pathsOf(spots: readonly Spot[]): Readonly<Record<string, string>> {
  const entries = spots.flatMap(({ hierarchy, mount, path }) => {
    const directory = `${mount === "/" ? "" : mount}${path}`;
    if (hierarchy.version === 2) return [["unified", directory] as const];
    const names = hierarchy.name === null ? hierarchy.controllers : [`name=${hierarchy.name}`];
    return names.map((name) => [name, directory] as const);
  });
  return Object.fromEntries(entries);
}
