// linux.cgroupsPath: where the container's cgroup is in each hierarchy. The same value always gives
// the same place.
import { PlanError } from "./types.ts";
import type { CreateRequest, Facts, Hierarchy } from "./types.ts";

const POINTER = "/linux/cgroupsPath";

/** What cgroupsPath asks for, before a hierarchy is looked at. */
export interface CgroupWish {
  /** From the hierarchy's mount point; else below the runtime's own place. */
  readonly absolute: boolean;
  /** Without a leading slash, cleaned. */
  readonly path: string;
  /** config.json names it; else it is the default. */
  readonly asked: boolean;
}

/**
 * Reads cgroupsPath. Absent (or empty) it is `/tsrun/<id>` for root, and `tsrun-<id>` beside the
 * runtime's own cgroup for a user, who may only make cgroups there.
 *
 * @throws PlanError for `..`, for the root of a hierarchy, and for the systemd driver's form
 */
export function cgroupWish(
  path: string | undefined,
  facts: Facts,
  request: CreateRequest,
): CgroupWish {
  if (path === undefined || path === "") {
    const unprivileged = request.rootless || facts.euid !== 0 || facts.inUserNamespace;
    return unprivileged
      ? { absolute: false, path: `tsrun-${request.id}`, asked: false }
      : { absolute: true, path: `tsrun/${request.id}`, asked: false };
  }
  // slice:prefix:name belongs to --systemd-cgroup; taken as a directory it would be a cgroup that
  // systemd knows nothing of.
  if (/^[^/:]*:[^/:]*:[^/:]+$/.test(path)) {
    throw new PlanError(
      POINTER,
      `cgroupsPath ${JSON.stringify(path)} has the form slice:prefix:name of the systemd cgroup driver, which needs --systemd-cgroup`,
    );
  }
  return { absolute: path.startsWith("/"), path: clean(path), asked: true };
}

function clean(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) {
    throw new PlanError(POINTER, `cgroupsPath ${JSON.stringify(path)} contains ".."`);
  }
  if (/[\0\n]/.test(path)) {
    throw new PlanError(POINTER, "cgroupsPath contains a NUL or a newline");
  }
  if (parts.length === 0) {
    throw new PlanError(
      POINTER,
      `cgroupsPath ${JSON.stringify(path)} is the root of the hierarchy`,
    );
  }
  return parts.join("/");
}

/**
 * The container's cgroup in one hierarchy, absolute from its mount point. A relative path goes below
 * the runtime's own cgroup on v1; on v2 beside it, since there a cgroup with processes cannot have
 * children with controllers (cgroups(7), "no internal processes").
 */
export function placeIn(hierarchy: Hierarchy, wish: CgroupWish): string {
  if (wish.absolute) return `/${wish.path}`;
  const base = hierarchy.version === 2 ? parentOf(hierarchy.own) : hierarchy.own;
  return base === "/" ? `/${wish.path}` : `${base}/${wish.path}`;
}

/** The directory above; `/` is its own. */
export function parentOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end <= 0 ? "/" : path.slice(0, end);
}
