// update: other limits for a container, all of them or none.
import { CgroupError } from "../cgroup/errors.ts";
import { ChangeFailure, changeLimits } from "../cgroup/change.ts";
import { changeUnit } from "../cgroup/unit.ts";
import type { Unit } from "../cgroup/unit.ts";
import { withSystemdFacts } from "../host/systemd.ts";
import { limitProperties } from "../plan/systemd-scope.ts";
import { array, integer } from "../wire/gvariant.ts";
import type { UnitProperty } from "../wire/gvariant.ts";
import { parseConfig } from "../config/parse.ts";
import { gatherFacts } from "../host/facts.ts";
import { parseJson } from "../json/parse.ts";
import { spoken } from "../json/pointer.ts";
import { printJson } from "../json/print.ts";
import { readBytes, replaceFile } from "../native/paths.ts";
import { SystemError } from "../native/library.ts";
import { describe } from "../plan/describe.ts";
import { planUpdate } from "../plan/update.ts";
import { PlanError } from "../plan/types.ts";
import { checkId, containerFile, lockDirectory } from "../state/directory.ts";
import { readState } from "../state/document.ts";
import { StateError } from "../state/errors.ts";
import { statusOf } from "../state/status.ts";
import { spotsOf } from "./cgroups.ts";
import { Failure } from "./failure.ts";
import type { Resources } from "../config/config.gen.ts";
import type { CgroupOp } from "../cgroup/perform.ts";
import type { Step, SystemdFacts, Warning } from "../plan/types.ts";
import type { UpdatePlan } from "../plan/update.ts";

/** What update is called with. */
export interface UpdateOptions {
  readonly root: string;
  readonly id: string;
  readonly resources: Resources;
  /** Where the resources come from, for errors: a file, or empty for flags. */
  readonly source: string;
  readonly warn: (message: string) => void;
}

const BASE = "/linux/resources";

/** `limit 1 is ... (FILE: memory.limit)`. */
function located(message: string, pointer: string | null, source: string): string {
  const place = spoken((pointer ?? "").replace(BASE, ""));
  const where = [source, place].filter((part) => part !== "").join(": ");
  return where === "" ? message : `${message} (${where})`;
}

function cgroupOp({ op }: Step): CgroupOp {
  if (op.op === "cgroup-write" || op.op === "cgroup-devices") return op;
  if (op.op === "cgroup-enable" || op.op === "cgroup-usage") return op;
  throw new TypeError(`update has no ${op.op}`);
}

function perform(plan: UpdatePlan, options: UpdateOptions): void {
  try {
    changeLimits({
      steps: plan.steps,
      back: plan.back.map(cgroupOp),
      blobs: plan.blobs,
      op: cgroupOp,
    });
  } catch (error) {
    if (!(error instanceof ChangeFailure)) throw error;
    const { cause, left } = error as ChangeFailure<Step>;
    const { op, origin } = (error as ChangeFailure<Step>).step;
    if (!(cause instanceof SystemError) && !(cause instanceof CgroupError)) throw cause;
    const what = located(describe(op), origin.pointer, options.source);
    const rest = left.length === 0 ? "" : `; not taken back: ${left.join(", ")}`;
    throw new Failure(`${what}: ${cause.message}${rest}`);
  }
}

/** Properties that were not set before, as systemd says unset. */
function unset(
  after: readonly UnitProperty[],
  before: readonly UnitProperty[],
): readonly UnitProperty[] {
  const NONE = 0xffff_ffff_ffff_ffffn;
  return after
    .filter(({ name }) => !before.some((known) => known.name === name))
    .map(({ name, value }) => ({
      name,
      value: value.type === "array" ? array("y", []) : integer("t", NONE),
    }));
}

/**
 * Under the systemd driver its unit is told first: what it knows it would write over our limits at
 * its next reload. Our own writes follow, which are finer.
 */
function performInUnit(
  unit: Unit,
  systemd: SystemdFacts,
  change: { readonly before: Resources; readonly after: Resources },
  body: () => void,
): void {
  const warnings: Warning[] = [];
  const before = limitProperties(change.before, systemd, warnings);
  const after = limitProperties(change.after, systemd, warnings);
  changeUnit(unit, after);
  try {
    body();
  } catch (error) {
    changeUnit(unit, [...before, ...unset(after, before)]);
    throw error;
  }
}

/** Keeps the new limits in the container's own copy of config.json, where the next update begins. */
function saveResources(path: string, document: unknown, resources: Resources): void {
  const config = document as Record<string, unknown>;
  const linux = (config["linux"] ?? {}) as Record<string, unknown>;
  replaceFile(path, printJson({ ...config, linux: { ...linux, resources } }), 0o600);
}

/**
 * `update`: a container that is created, runs or is paused (it stays so).
 * @throws StateError, Failure, ConfigError
 */
export function update(options: UpdateOptions): void {
  const { root, id, source, warn } = options;
  checkId(id);
  const lock = lockDirectory(root, id);
  try {
    const state = readState(root, id);
    const status = statusOf(root, state);
    if (status === "stopped" || status === "creating")
      throw new StateError("wrong-status", "container not running");
    const path = containerFile(root, id, "config");
    const bytes = readBytes(path);
    const { unit } = state.tsrun;
    const facts = unit === undefined ? gatherFacts() : withSystemdFacts(gatherFacts());
    const container = {
      resources: parseConfig(bytes).config.linux?.resources ?? {},
      spots: spotsOf(state, facts),
    };
    let plan: UpdatePlan;
    try {
      plan = planUpdate(options.resources, container, facts);
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      throw new Failure(located(error.message, error.pointer, source));
    }
    for (const { pointer, message } of plan.warnings) warn(located(message, pointer, source));
    const { systemd } = facts;
    if (unit === undefined || systemd === undefined) perform(plan, options);
    else {
      const change = { before: container.resources, after: plan.resources };
      performInUnit(unit, systemd, change, () => perform(plan, options));
    }
    saveResources(path, parseJson(bytes), plan.resources);
  } finally {
    lock.release();
  }
}
