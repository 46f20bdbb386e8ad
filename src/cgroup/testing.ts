// For tests: cgroups of their own on this machine's hierarchies, below /tsrun-test-<pid>.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { gatherFacts } from "../host/facts.ts";
import { SystemError } from "../native/library.ts";
import { freeze } from "./members.ts";
import { performCgroup } from "./perform.ts";
import { removeCgroups } from "./remove.ts";
import { needs } from "../testing/needs.ts";
import type { ChildProcess } from "node:child_process";
import type { CgroupOp } from "./perform.ts";
import type { Hierarchy } from "../plan/types.ts";

/** Parent of all cgroups of these tests. */
export const BASE = `/tsrun-test-${process.pid}`;
/** This host. */
export const facts = gatherFacts();
const root = facts.euid === 0 && !facts.inUserNamespace;

/** Runs a body for one hierarchy, when this host has it, and leaves no cgroup or process behind. */
export function real(
  title: string,
  wanted: (hierarchy: Hierarchy) => boolean,
  body: (hierarchy: Hierarchy, path: string, start: () => ChildProcess) => void | Promise<void>,
): void {
  const hierarchy = facts.cgroup.hierarchies.find(wanted);
  if (!root || hierarchy === undefined) {
    const reason = root ? "this host has no such hierarchy" : "needs root";
    needs(test, reason)(title, () => undefined);
    return;
  }
  test(title, async () => {
    const path = `${BASE}/${title.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 40)}`;
    const children: ChildProcess[] = [];
    const start = (): ChildProcess => {
      const child = spawn("/bin/sleep", ["60"], { stdio: "ignore" });
      children.push(child);
      return child;
    };
    try {
      await body(hierarchy, path, start);
    } finally {
      const directory = `${hierarchy.mount}${path}`;
      if (existsSync(directory)) freeze([directory], false);
      for (const child of children) child.kill("SIGKILL");
      removeCgroups([directory]);
    }
    assert.is(
      existsSync(`${hierarchy.mount}${BASE}`),
      false,
      "the parent that was made is gone too",
    );
  });
}

/** Performs one step. */
export const perform = (op: CgroupOp, pid = 0, program?: Uint8Array): string | null =>
  performCgroup(op, { pid, blobs: new Map(program === undefined ? [] : [["devices", program]]) });

/** cgroup-make. */
export const make = ({ mount, version }: Hierarchy, path: string): string | null =>
  perform({ op: "cgroup-make", mount, path, version });

/** cgroup-join. */
export const join = (
  { mount, version }: Hierarchy,
  path: string,
  pid: number | undefined,
): string | null => perform({ op: "cgroup-join", mount, path, version }, pid);

/** cgroup-write. */
export const write = (
  { mount, version }: Hierarchy,
  path: string,
  file: string,
  value: string,
  more = {},
): string | null =>
  perform({
    op: "cgroup-write",
    mount,
    path,
    version,
    file,
    value,
    optional: 0,
    instead: [],
    ...more,
  });

/** The errno that a body fails with, or null. */
export const errnoOf = (body: () => unknown): number | null => {
  try {
    body();
  } catch (error) {
    if (error instanceof SystemError) return error.errno;
    throw error;
  }
  return null;
};

/** Whether a hierarchy is the v1 one of a controller. */
export const v1 = (controller: string) => (hierarchy: Hierarchy) =>
  hierarchy.version === 1 && hierarchy.controllers.includes(controller);
/** Whether a hierarchy is the v2 one. */
export const v2 = (hierarchy: Hierarchy): boolean => hierarchy.version === 2;
/** The signal that ends a child. */
export const ended = (child: ChildProcess): Promise<string | null> =>
  new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
