// Builders of steps, so that each planner file reads as a list of operations and their origins.
import type { Barrier, Op } from "../wire/ops.ts";
import type { Phase, Step } from "./types.ts";

/** A step that config.json asks for at `pointer`. */
export function asked(phase: Phase, pointer: string, op: Op, why = ""): Step {
  return { op, phase, origin: { pointer, why } };
}

/** A step that tsrun takes by itself; `why` says what for, in a few words. */
export function always(phase: Phase, why: string, op: Op): Step {
  return { op, phase, origin: { pointer: null, why } };
}

type Side = "host" | "stage0" | "init";

/** A rendezvous: `to` waits for `from`. */
export function barrier(phase: Phase, name: Barrier, from: Side, to: Side, why: string): Step {
  return always(phase, why, { op: "barrier", name, from, to });
}
