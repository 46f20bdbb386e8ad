// The table from operations to effects.
import { HOST_ROWS } from "./expect-host.ts";
import { UNSEEN, WIRE_ROWS } from "./expect-init.ts";
import type { Place } from "./expect-init.ts";
import type { Op } from "../../src/wire/ops.ts";
import type { Expectations, PlannedStep, Surroundings } from "./types.ts";

function placeOf(step: PlannedStep, around: Surroundings): Place {
  const entered = step.index > around.enteredAt;
  const inside = (path: string): string => {
    if (entered) return path === "" ? "/" : path;
    return path === "/" ? around.rootfs : `${around.rootfs}${path}`;
  };
  return { ...around, index: step.index, inside };
}

type Row = (op: Op, place: Place) => Expectations;

const ROWS = { ...HOST_ROWS, ...WIRE_ROWS } as unknown as Readonly<Record<string, Row>>;

/** What a step must be seen to do. @throws Error for an operation without a row */
export function expectations(step: PlannedStep, around: Surroundings): Expectations {
  const name: Op["op"] = step.op.op;
  if (name in UNSEEN) throw new Error(`no row for ${name}: ${UNSEEN[name as keyof typeof UNSEEN]}`);
  const row = ROWS[name];
  if (row === undefined) throw new Error(`no row for ${name}`);
  return row(step.op, placeOf(step, around));
}
