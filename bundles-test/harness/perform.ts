// Runs one bundle against one runtime: lays it out, checks, compares the machine before and after.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Bundle, Place } from "./define.ts";
import { leaks, snapshot, sweep } from "./leaks.ts";
import { sourceOf } from "./load.ts";
import { makeRootfs } from "./rootfs.ts";
import { Runtime } from "./runtime.ts";
import { Test } from "./test.ts";

/** A directory for a whole run of the suite; its name marks everything that the run makes. */
export function makeWorkspace(): string {
  const directory = mkdtempSync(join(tmpdir(), "tsb-"));
  chmodSync(directory, 0o711); // roots must be reachable from user namespaces
  return directory;
}

/** Lays a bundle out in a directory: root, side, config.json, and what its setup makes. */
export function layOut(bundle: Bundle, directory: string, runtime: Runtime): Test {
  const word = basename(directory).replaceAll(/[^A-Za-z0-9-]/g, "");
  const place: Place = {
    bundle: join(directory, bundle.name),
    side: join(directory, `${bundle.name}.side`),
    id: `${word}-${bundle.name}`,
    source: sourceOf(bundle.name),
  };
  mkdirSync(place.side, { recursive: true });
  makeRootfs(join(place.bundle, "rootfs"), join(directory, "busybox"));
  const test = new Test(bundle, place, runtime);
  test.configure();
  bundle.setup?.(test);
  return test;
}

function attempt(problems: string[], action: () => void): void {
  try {
    action();
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
}

/** What went wrong, and every call that was made. */
export interface Outcome {
  readonly problems: readonly string[];
  readonly log: readonly string[];
}

/** Runs one bundle and cleans up whatever happens. */
export function perform(bundle: Bundle, program: string, directory: string): Outcome {
  const problems: string[] = [];
  const before = snapshot();
  const runtime = new Runtime(program, join(directory, `${bundle.name}.run`));
  const id = `${basename(directory)}-${bundle.name}`;
  let test: Test | undefined;
  attempt(problems, () => {
    test = layOut(bundle, directory, runtime);
    bundle.check(test);
  });
  attempt(problems, () => test?.finish());
  attempt(problems, () => problems.push(...leaks(before, id, runtime.root)));
  attempt(problems, () => sweep(before, id));
  attempt(problems, () => {
    for (const name of [bundle.name, `${bundle.name}.side`, `${bundle.name}.run`])
      rmSync(join(directory, name), { recursive: true, force: true });
  });
  return { problems, log: runtime.log };
}
