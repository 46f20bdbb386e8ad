// A runtime that is short of something: it does its work, or says in one line what is missing, and
// leaves nothing.
import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { hierarchyOf } from "./cgroup.ts";
import { leftovers } from "./leaks.ts";
import type { Result } from "./runtime.ts";
import type { Test } from "./test.ts";

const KILLED = 137;
/** Not by the name of a container: it is none of theirs. */
const NAME = `pressed-${process.pid}`;

/** A wrapper that puts the runtime into a cgroup of its own with these limits; made anew each time. */
export function inCgroup(
  controller: string,
  limits: Readonly<Record<string, string>>,
): readonly string[] {
  const { mount } = hierarchyOf(controller);
  const path = `${mount}/${NAME}`;
  mkdirSync(path, { recursive: true });
  for (const [file, value] of Object.entries(limits)) writeFileSync(`${path}/${file}`, value);
  return ["sh", "-c", 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"', "sh", path];
}

/** Removes the cgroup of {@link inCgroup} once it is empty. */
export function leaveCgroup(t: Test, controller: string): void {
  const path = `${hierarchyOf(controller).mount}/${NAME}`;
  let last: unknown;
  t.wait(
    () => {
      try {
        rmdirSync(path);
        return true;
      } catch (error) {
        last = error;
        return false;
      }
    },
    `${path} is empty: ${String(last)}`,
  );
}

/** A wrapper that sets a limit by the shell's ulimit: `-n 20`. */
export function withLimit(limit: string): readonly string[] {
  return ["bash", "-c", `ulimit ${limit} && exec "$@"`, "bash"];
}

/**
 * Looks at what a pressed verb answered.
 * @returns whether it succeeded; null when the kernel killed it
 */
export function answered(t: Test, result: Result, what: string): boolean | null {
  if (result.status === KILLED && result.stderr === "") return null;
  const quiet = result.status === 0 && result.stderr === "";
  const one = result.status !== 0 && result.status <= 128;
  t.ok(
    quiet || ((one || result.status === 255) && /^[^\n]+\n$/.test(result.stderr)),
    `${what}: status ${result.status}: ${result.stderr}`,
  );
  t.ok(
    !/panic|bun\.|\bat .*:\d+:\d+|Segmentation|call stack/i.test(result.stderr),
    `${what}: the engine's own words: ${result.stderr}`,
  );
  return quiet;
}

/** A create under pressure, and that nothing is left of it. @returns as {@link answered} */
export function pressedCreate(t: Test, wrap: readonly string[], what: string): boolean | null {
  const good = answered(t, t.create({ wrap }), `create, ${what}`);
  if (good === false) t.is(leftovers(t.place.id, t.runtime.root), [], `create, ${what}: left`);
  const forced = t.delete({ flags: ["--force"] });
  t.is([forced.status, forced.stderr], [0, ""], `delete --force after create, ${what}`);
  t.is(leftovers(t.place.id, t.runtime.root), [], `create, ${what}: left after delete`);
  return good;
}
