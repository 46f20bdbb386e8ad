// Performs the cgroup steps of a plan.
import {
  attachDevices,
  makeCgroup,
  openBelow,
  openCgroup,
  openHierarchy,
  ownCgroupFile,
  readCgroupFile,
  using,
  writeCgroupFile,
} from "../native/cgroup.ts";
import { EBUSY, ENOENT } from "../native/errno.ts";
import { systemError } from "../native/errors.ts";
import { closeFd } from "../native/files.ts";
import { SystemError } from "../native/library.ts";
import { CgroupError } from "./errors.ts";
import { frozenState } from "./freezer.ts";
import { removeParents } from "./remove.ts";
import { membersBelow } from "./tree.ts";
import type { CgroupDirectory } from "../native/cgroup.ts";
import type { OpNamed } from "../wire/ops.ts";

/** The host operations that are about cgroups. */
export type CgroupOp = OpNamed<
  | "cgroup-make"
  | "cgroup-enable"
  | "cgroup-cpuset"
  | "cgroup-write"
  | "cgroup-usage"
  | "cgroup-devices"
  | "cgroup-delegate"
  | "cgroup-join"
  | "cgroup-follow"
>;

/** What a step needs besides its own fields. */
export interface CgroupContext {
  /** Init, for cgroup-join, and for cgroup-make when it is there already. 0: there is none yet. */
  readonly pid: number;
  /** Bytes by name, for cgroup-devices. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /**
   * Cgroups that stay open from one step to the next, by absolute path: those that are made. Whoever
   * gives the map closes them.
   */
  readonly kept?: Map<string, CgroupDirectory>;
  /**
   * Called with the absolute path when a cgroup was found free and is about to be made; `from` is the
   * highest directory above it that is made too, null when there is none.
   */
  readonly beforeMake?: (path: string, from: string | null) => void;
}

/**
 * Performs one step. Returns the cgroup's absolute path when the step made it, else null: what was
 * there before is not to be undone. Parents that were made go with their last child.
 *
 * @throws CgroupError for a cgroup in use and for a limit that is too small
 * @throws SystemError when the kernel refuses
 */
export function performCgroup(op: CgroupOp, context: CgroupContext): string | null {
  switch (op.op) {
    case "cgroup-make":
      return make(op, context);
    case "cgroup-enable":
      for (const path of ancestors(op.path).slice(0, -1)) enable(op, path);
      return null;
    case "cgroup-cpuset":
      inheritCpuset(op, context);
      return null;
    case "cgroup-write":
      useCgroup(context, op, op.version, (directory) => write(op, directory));
      return null;
    case "cgroup-usage":
      using(openCgroup(op.mount, op.path, op.version), (directory) => refuseBelow(op, directory));
      return null;
    case "cgroup-devices": {
      const program = context.blobs.get(op.program);
      if (program === undefined) throw new TypeError(`no blob ${op.program}`);
      useCgroup(context, op, 2, (directory) => attachDevices(directory, program));
      return null;
    }
    case "cgroup-follow":
      follow(op, context.pid);
      return null;
    case "cgroup-delegate":
      using(openCgroup(op.mount, op.path, 2), (directory) => {
        ownCgroupFile(directory, ".", op.uid);
        // The list names files of controllers that may not be enabled here.
        for (const file of op.files) ownCgroupFile(directory, file, op.uid);
      });
      return null;
    case "cgroup-join":
      useCgroup(context, op, op.version, (directory) => {
        put(directory, "cgroup.procs", `${context.pid}`);
      });
      return null;
    default: {
      const never: never = op;
      throw new TypeError(`no cgroup operation: ${JSON.stringify(never)}`);
    }
  }
}

/**
 * Refuses a cgroup that somebody uses: two containers in one would share limits, and the end of one
 * would be the other's. A cgroup that is not there is free.
 *
 * @throws CgroupError
 */
function refuseOccupied(hierarchy: CgroupDirectory, path: string, init: number): boolean {
  const directory = openBelow(hierarchy, path);
  if (directory === null) return false;
  using(directory, () => {
    // The systemd driver has put init there.
    const members = [...membersBelow(directory)].filter((pid) => pid !== init).length;
    if (members > 0) {
      throw new CgroupError(`container's cgroup is not empty: ${members} process(es) found`);
    }
    if (frozenState(directory) === true) {
      throw new CgroupError("container's cgroup unexpectedly frozen");
    }
  });
  return true;
}

function above(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** The highest directory above a cgroup that is not there yet, absolute; null: its parent is. */
function missingFrom(
  hierarchy: CgroupDirectory,
  { mount, path }: OpNamed<"cgroup-make">,
): string | null {
  let missing: string | null = null;
  for (let parent = above(path); parent !== ""; parent = above(parent)) {
    const directory = openBelow(hierarchy, parent);
    if (directory !== null) {
      closeFd(directory.fd);
      break;
    }
    missing = `${mount}${parent}`;
  }
  return missing;
}

function make(op: OpNamed<"cgroup-make">, context: CgroupContext): string | null {
  return using(openHierarchy(op.mount, op.version), (hierarchy) => {
    // Into the journal only what is ours to remove: an occupied cgroup never gets there.
    const isThere = refuseOccupied(hierarchy, op.path, context.pid);
    const path = `${op.mount}${op.path}`;
    const from = isThere ? null : missingFrom(hierarchy, op);
    context.beforeMake?.(path, from);
    const { directory, made } = makeOrUndo(hierarchy, op, from);
    if (context.kept === undefined) closeFd(directory.fd);
    else context.kept.set(path, directory);
    return made ? path : null;
  });
}

/** Parents that were made already go again when the cgroup itself cannot be made. */
function makeOrUndo(
  hierarchy: CgroupDirectory,
  { mount, path }: OpNamed<"cgroup-make">,
  from: string | null,
): ReturnType<typeof makeCgroup> {
  try {
    return makeCgroup(hierarchy, path);
  } catch (error) {
    try {
      removeParents(above(`${mount}${path}`), from);
    } catch {
      // The first failure is the one to tell.
    }
    throw error;
  }
}

/** Uses a cgroup that is still open from an earlier step, or opens it for this one. */
function useCgroup(
  { kept }: CgroupContext,
  { mount, path }: { readonly mount: string; readonly path: string },
  version: number,
  use: (directory: CgroupDirectory) => void,
): void {
  const open = kept?.get(`${mount}${path}`);
  if (open === undefined) using(openCgroup(mount, path, version), use);
  else use(open);
}

/** `/a/b` to `/`, `/a`, `/a/b`. */
function ancestors(path: string): readonly string[] {
  const parts = path.split("/").filter((part) => part !== "");
  return ["/", ...parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`)];
}

/** Enables controllers for the children of one cgroup, one by one: the error names the one. */
function enable(op: OpNamed<"cgroup-enable">, path: string): void {
  using(openCgroup(op.mount, path, 2), (directory) => {
    const there = words(readCgroupFile(directory, "cgroup.subtree_control"));
    for (const controller of op.controllers.filter((name) => !there.includes(name))) {
      try {
        put(directory, "cgroup.subtree_control", `+${controller}`);
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
        if (op.optional === 0) throw enableFailure(directory, controller, error);
      }
    }
  });
}

function words(text: string | null): readonly string[] {
  return (text ?? "").split(/\s+/);
}

function enableFailure(directory: CgroupDirectory, controller: string, error: SystemError): Error {
  if (error.errno === ENOENT) {
    return new CgroupError(
      `the ${controller} controller is not available in ${directory.name}: it is not delegated to here`,
    );
  }
  if (error.errno === EBUSY) {
    return new CgroupError(
      `cannot enable the ${controller} controller in ${directory.name}: processes are in this cgroup itself (device or resource busy)`,
    );
  }
  return error;
}

/** v1: a cpuset starts with empty cpus and mems, from the top down each takes its parent's. */
function inheritCpuset(op: OpNamed<"cgroup-cpuset">, context: CgroupContext): void {
  const above = new Map<string, string>();
  for (const path of ancestors(op.path)) {
    useCgroup(context, { mount: op.mount, path }, 1, (directory) => {
      for (const file of ["cpuset.cpus", "cpuset.mems"]) {
        const value = (readCgroupFile(directory, file) ?? "").trim();
        const inherited = above.get(file) ?? "";
        if (value === "" && inherited !== "") put(directory, file, inherited);
        above.set(file, value === "" ? inherited : value);
      }
    });
  }
}

function follow({ mount, path, instead }: OpNamed<"cgroup-follow">, pid: number): void {
  const join = (where: string): void =>
    using(openCgroup(mount, where, 2), (directory) => put(directory, "cgroup.procs", `${pid}`));
  try {
    join(path);
  } catch (error) {
    if (!(error instanceof SystemError && error.errno === EBUSY)) throw error;
    join(instead);
  }
}

function write(op: OpNamed<"cgroup-write">, directory: CgroupDirectory): void {
  try {
    if (writeCgroupFile(directory, op.file, op.value)) return;
  } catch (error) {
    throw error instanceof SystemError ? explain(op, directory, error) : error;
  }
  const [file, value] = op.instead;
  if (file !== undefined && value !== undefined) put(directory, file, value);
  else if (op.optional === 0) throw systemError("write", ENOENT, `${directory.name}/${op.file}`);
}

/** A limit at or below what is used now would end in the OOM killer. @throws CgroupError */
function refuseBelow(op: OpNamed<"cgroup-usage">, directory: CgroupDirectory): void {
  const used = (file: string): bigint => BigInt((readCgroupFile(directory, file) ?? "0").trim());
  const [memory, sum] =
    op.version === 2
      ? ["memory.current", "memory.current"]
      : ["memory.usage_in_bytes", "memory.memsw.usage_in_bytes"];
  const refuse = (what: string, limit: bigint, usage: bigint): void => {
    if (limit > 0n && limit <= usage)
      throw new CgroupError(`rejecting ${what} limit ${limit} <= usage ${usage}`);
  };
  refuse("memory+swap", op.swap, used(sum));
  refuse("memory", op.limit, used(memory));
}

/** Writes a file that has to be there. @throws SystemError */
function put(directory: CgroupDirectory, file: string, value: string): void {
  if (!writeCgroupFile(directory, file, value)) {
    throw systemError("write", ENOENT, `${directory.name}/${file}`);
  }
}

/** v1 says EBUSY for a limit below what is in use already. */
function explain(
  op: OpNamed<"cgroup-write">,
  directory: CgroupDirectory,
  error: SystemError,
): Error {
  const limit = op.file === "memory.limit_in_bytes" || op.file === "memory.memsw.limit_in_bytes";
  if (!limit || error.errno !== EBUSY) return error;
  const number = (file: string): string => (readCgroupFile(directory, file) ?? "unknown").trim();
  const kind = op.file.replace("limit_in_bytes", "");
  return new CgroupError(
    `unable to set memory limit to ${op.value} (current usage: ${number(`${kind}usage_in_bytes`)}, peak usage: ${number(`${kind}max_usage_in_bytes`)})`,
  );
}
