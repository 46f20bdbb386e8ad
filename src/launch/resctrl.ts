// Performs the steps of linux.intelRdt on the resctrl file system.
import {
  isDirectory,
  makeOneDirectory,
  readText,
  removeOneDirectory,
  writeInto,
} from "../native/paths.ts";
import type { OpNamed } from "../wire/ops.ts";
import { Failure } from "./failure.ts";

/** What is done to the file system; tests have a tree of plain files. */
export interface Resctrl {
  readonly isDirectory: (path: string) => boolean;
  /** The kernel fills a new group with its files. */
  readonly make: (path: string) => void;
  readonly remove: (path: string) => void;
  readonly read: (path: string) => string;
  readonly write: (path: string, text: string) => void;
}

/** The kernel's. */
export const RESCTRL: Resctrl = {
  isDirectory: isDirectory,
  make: (path) => makeOneDirectory(path, 0o755),
  remove: removeOneDirectory,
  read: readText,
  // Never makes a file: there are only those of the kernel.
  write: writeInto,
};

/** Told before a directory is made; `own`: it goes with the container. */
export type BeforeGroup = (path: string, own: boolean) => void;

function failed(what: string, error: unknown): Failure {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return new Failure(`${what}: ${typeof code === "string" ? code : String(error)}`);
}

function attempt(what: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw failed(what, error);
  }
}

/** `L3:0=ff;1=0f` as resource and values by domain; hexadecimal zeros in front do not count. */
function values(line: string): ReadonlyMap<string, string> {
  const [resource = "", list = ""] = line.trim().split(/:(.*)/s);
  return new Map(
    list.split(";").map((part) => {
      const [domain = "", value = ""] = part.split("=");
      return [
        `${resource}:${domain.trim()}`,
        value
          .trim()
          .toLowerCase()
          .replace(/^0+(?=.)/, ""),
      ];
    }),
  );
}

/** Whether every value of the lines is so in a schemata file. */
export function holds(schemata: string, lines: readonly string[]): boolean {
  const there = new Map(schemata.split("\n").flatMap((line) => [...values(line)]));
  return lines.every((line) => [...values(line)].every(([key, value]) => there.get(key) === value));
}

/** Makes or finds a group and writes its limits. @throws Failure */
export function prepareGroup(op: OpNamed<"rdt-group">, tree: Resctrl, before: BeforeGroup): void {
  const { group, make, own, compare, lines } = op;
  if (!tree.isDirectory(group)) {
    if (make === 0) throw new Failure(`the resctrl group ${group} does not exist`);
    before(group, own !== 0);
    attempt(`mkdir ${group}`, () => tree.make(group));
  } else if (!holds(compare.length === 0 ? "" : tree.read(`${group}/schemata`), compare)) {
    throw new Failure(`the schemata of the resctrl group ${group} are not ${compare.join(", ")}`);
  }
  for (const line of lines) {
    attempt(`write ${JSON.stringify(line)} to ${group}/schemata`, () =>
      tree.write(`${group}/schemata`, `${line}\n`),
    );
  }
}

/** Makes a monitoring group. @throws Failure when the kernel has no more */
export function makeMonitor(group: string, tree: Resctrl, before: BeforeGroup): void {
  before(group, true);
  attempt(`mkdir ${group}`, () => tree.make(group));
}

/** Puts a process into a group. @throws Failure */
export function enterGroup(group: string, pid: number, tree: Resctrl): void {
  attempt(`write ${pid} to ${group}/tasks`, () => tree.write(`${group}/tasks`, `${pid}`));
}

/** Performs one step for a process. @throws Failure */
export function performRdt(
  op: OpNamed<"rdt-group" | "rdt-monitor" | "rdt-task">,
  pid: number,
  tree: Resctrl,
  before: BeforeGroup,
): void {
  if (op.op === "rdt-group") prepareGroup(op, tree, before);
  else if (op.op === "rdt-monitor") makeMonitor(op.group, tree, before);
  else enterGroup(op.group, pid, tree);
}

/** Removes groups, last made first; those that are gone already are fine. @throws Failure */
export function removeGroups(paths: readonly string[], tree: Resctrl = RESCTRL): void {
  for (const path of paths.toReversed()) {
    if (tree.isDirectory(path)) attempt(`rmdir ${path}`, () => tree.remove(path));
  }
}
