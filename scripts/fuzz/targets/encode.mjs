// A plan on the wire: whatever the planner makes of an accepted document must fit its fields.
import { encodePlan } from "../../../dist/js/src/wire/encode.js";
import { WIRE_OPS } from "../../../dist/js/src/wire/ops.js";

const EIGHT = new Uint8Array(8);

/** Encodes a plan with every name that its steps use supplied. */
export function encodeAll(plan) {
  const ops = plan.steps.map(({ op }) => op);
  const blobs = new Map(plan.blobs);
  const slots = new Set();
  for (const op of ops) {
    for (const [field, type] of Object.entries(WIRE_OPS[op.op]?.fields ?? {})) {
      const value = op[field];
      if (value === null) continue;
      if (type === "blob" && !blobs.has(value)) blobs.set(value, EIGHT);
      if (type === "slot" || type === "slot?") slots.add(value);
    }
  }
  return encodePlan(ops, { blobs, slots: [...slots] });
}
