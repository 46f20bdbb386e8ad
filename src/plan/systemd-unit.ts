// The systemd driver's names: cgroupsPath `slice:prefix:name`, the unit that it means, and where the
// unit's cgroup is (systemd.unit(5), systemd.slice(5)).
import { PlanError } from "./types.ts";
import type { CreateRequest, Facts } from "./types.ts";

const POINTER = "/linux/cgroupsPath";
const LONGEST_NAME = 255;

/** A container's unit. */
export interface ContainerUnit {
  /** `prefix-name.scope`, or a slice when the name is one. */
  readonly unit: string;
  /** The slice that it is in, or for a slice the one it wants. */
  readonly slice: string;
  /** A slice cannot take processes when it is started. */
  readonly isSlice: boolean;
  /** The unit's cgroup, absolute from the manager's. */
  readonly path: string;
}

/**
 * Reads cgroupsPath for the systemd driver. Absent it is `runc-<id>.scope` in system.slice, or in the
 * user's user.slice: what tools look for.
 *
 * @throws PlanError for another form and for names that systemd does not take
 */
export function containerUnit(
  path: string | undefined,
  facts: Facts,
  request: CreateRequest,
): ContainerUnit {
  const [slice, prefix, name] =
    path === undefined || path === "" ? ["", "runc", request.id] : parts(path);
  const user = facts.systemd?.user === true;
  const parent = slice === "" ? (user ? "user.slice" : "system.slice") : slice;
  const isSlice = name.endsWith(".slice");
  const scope = prefix === "" ? `${name}.scope` : `${prefix}-${name}.scope`;
  const unit = isSlice ? name : scope;
  checkName(unit);
  // A slice's name says where it is.
  const directory = isSlice ? slicePath(unit) : `${slicePath(parent)}/${unit}`;
  return { unit, slice: parent, isSlice, path: directory };
}

function parts(path: string): readonly [string, string, string] {
  const found = path.split(":");
  const [slice, prefix, name] = found;
  if (found.length !== 3 || slice === undefined || prefix === undefined || name === undefined) {
    throw new PlanError(
      POINTER,
      `expected cgroupsPath to be of format "slice:prefix:name" for systemd cgroups, got ${JSON.stringify(path)} instead`,
    );
  }
  if (name === "")
    throw new PlanError(POINTER, `cgroupsPath ${JSON.stringify(path)} names no unit`);
  return [slice, prefix, name];
}

function checkName(unit: string): void {
  if (unit.length > LONGEST_NAME || !/^[A-Za-z0-9:_.\\@-]+$/.test(unit)) {
    throw new PlanError(
      POINTER,
      `${JSON.stringify(unit)} is not the name of a systemd unit: at most ${LONGEST_NAME} characters, letters, digits and :-_.\\@`,
    );
  }
}

/**
 * The cgroup of a slice: `a-b.slice` is `/a.slice/a-b.slice`, `-.slice` the root.
 * @throws PlanError for what is not the name of a slice
 */
export function slicePath(slice: string): string {
  if (slice === "-.slice") return "";
  const stem = slice.slice(0, -".slice".length);
  if (!slice.endsWith(".slice") || slice.includes("/") || stem.split("-").includes("")) {
    throw new PlanError(POINTER, `invalid slice name: ${slice}`);
  }
  checkName(slice);
  const words = stem.split("-");
  return words.map((_, index) => `/${words.slice(0, index + 1).join("-")}.slice`).join("");
}
