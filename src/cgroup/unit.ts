// The container's systemd unit: started with init in it, changed, stopped. Only the systemd driver gets
// here, and libsystemd is loaded then.
import { readText } from "../native/paths.ts";
import { BusError, isUnitExists, withSystemd } from "../native/systemd.ts";
import { array, integer, parseProperty } from "../wire/gvariant.ts";
import { CgroupError } from "./errors.ts";
import type { UnitProperty } from "../wire/gvariant.ts";
import type { OpNamed } from "../wire/ops.ts";

/** A unit and whose manager has it. */
export interface Unit {
  readonly unit: string;
  /** The manager of the calling user instead of the system's. */
  readonly user: boolean;
}

/**
 * Starts the unit, with the process in it when it is a scope, and waits until systemd is done. A scope
 * of the name that has failed is cleared away first; a slice that is there is taken as it is.
 *
 * @returns false for a slice that was there
 * @throws CgroupError
 */
export function startUnit(op: OpNamed<"systemd-unit">, pid: number): boolean {
  const adopted: readonly UnitProperty[] =
    op.adopt === 1 ? [{ name: "PIDs", value: array("u", [integer("u", BigInt(pid))]) }] : [];
  const properties = [...op.properties.map(parseProperty), ...adopted];
  const started = managed(op.user === 1, (bus) => {
    try {
      bus.startTransient(op.unit, properties);
      return true;
    } catch (error) {
      if (!isUnitExists(error)) throw error;
      if (op.adopt === 0) return false;
      bus.resetFailed(op.unit);
      bus.startTransient(op.unit, properties);
      return true;
    }
  });
  if (op.adopt === 1) checkPlace(op.unit, pid);
  return started;
}

/** systemd may be another one than the plan took it for. */
function checkPlace(unit: string, pid: number): void {
  const text = readText(`/proc/${pid}/cgroup`);
  if (text.split("\n").some((line) => line.endsWith(`/${unit}`))) return;
  throw new CgroupError(`systemd started ${unit}, but the container is not in its cgroup`);
}

/** Stops units and lets systemd forget them; what is gone is fine. @throws CgroupError */
export function stopUnits(units: readonly Unit[]): void {
  for (const { unit, user } of units) {
    managed(user, (bus) => {
      bus.stop(unit);
      bus.resetFailed(unit);
    });
  }
}

/** Changes properties of a unit as long as it lives; its files are written when this returns. @throws CgroupError */
export function changeUnit({ unit, user }: Unit, properties: readonly UnitProperty[]): void {
  if (properties.length === 0) return;
  managed(user, (bus) => {
    bus.setProperties(unit, properties);
    // systemd writes the files after this answer, but before its next one.
    bus.managerText("Version");
  });
}

function managed<T>(user: boolean, use: Parameters<typeof withSystemd<T>>[1]): T {
  try {
    return withSystemd(user, use);
  } catch (error) {
    throw error instanceof BusError ? new CgroupError(error.message) : error;
  }
}
