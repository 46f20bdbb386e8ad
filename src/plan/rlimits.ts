// process.rlimits: the engine sets them on init from outside, because only the host's user
// namespace may raise a hard limit (setrlimit(2)). An engine without CAP_SYS_RESOURCE there may not
// touch a process of another user at all: then init lowers its own.
import type { Rlimit } from "../config/config.gen.ts";
import { below } from "../json/pointer.ts";
import { CAP } from "./kernel.ts";
import { holds } from "./scope.ts";
import { asked } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Facts, Step } from "./types.ts";

/** Numbers of the resources, the same on x86 and arm (asm-generic/resource.h). */
export const RLIMITS: Readonly<Record<Rlimit["type"], number>> = {
  RLIMIT_CPU: 0,
  RLIMIT_FSIZE: 1,
  RLIMIT_DATA: 2,
  RLIMIT_STACK: 3,
  RLIMIT_CORE: 4,
  RLIMIT_RSS: 5,
  RLIMIT_NPROC: 6,
  RLIMIT_NOFILE: 7,
  RLIMIT_MEMLOCK: 8,
  RLIMIT_AS: 9,
  RLIMIT_LOCKS: 10,
  RLIMIT_SIGPENDING: 11,
  RLIMIT_MSGQUEUE: 12,
  RLIMIT_NICE: 13,
  RLIMIT_RTPRIO: 14,
  RLIMIT_RTTIME: 15,
};

/** Whether the engine sets the limits, by prlimit on init. */
function byEngine(facts: Facts): boolean {
  return !facts.inUserNamespace && holds(facts, CAP.sysResource);
}

/**
 * One step per limit, in their order, for the side that may do it; nothing for the other side.
 * @throws PlanError for a name that the kernel does not have, or the same name twice
 */
export function rlimitSteps(
  rlimits: readonly Rlimit[],
  pointer: string,
  facts: Facts,
  side: "engine" | "init",
): readonly Step[] {
  const seen = new Set<number>();
  const op = byEngine(facts) ? "rlimit" : "own-rlimit";
  const steps = rlimits.map(({ type, soft, hard }, index) => {
    const at = below(pointer, index);
    const resource = Object.hasOwn(RLIMITS, type) ? RLIMITS[type] : undefined;
    if (resource === undefined) throw new PlanError(`${at}/type`, `wrong rlimit value: ${type}`);
    if (seen.has(resource)) throw new PlanError(`${at}/type`, `${type} is listed twice`);
    seen.add(resource);
    return asked(op === "rlimit" ? "commit" : "process", at, { op, resource, soft, hard });
  });
  return byEngine(facts) === (side === "engine") ? steps : [];
}
