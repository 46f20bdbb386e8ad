// Plans that are wrong in one value.
import { fieldsOf } from "./types.ts";
import type { PlannedStep } from "./types.ts";

function another(value: unknown): unknown {
  if (typeof value === "number") return value === 1 ? 0 : value + 1;
  if (typeof value === "bigint") return value ^ 1n;
  if (Array.isArray(value)) return value.length === 0 ? ["x"] : value.slice(0, -1);
  return typeof value === "string" ? `${value}x` : "x";
}

/** For each field of a step the same step with another value there. */
export function changedFields(
  step: PlannedStep,
): readonly { readonly field: string; readonly step: PlannedStep }[] {
  return Object.keys(fieldsOf(step.op.op)).map((field) => {
    const value = another((step.op as unknown as Readonly<Record<string, unknown>>)[field]);
    return { field, step: { ...step, op: { ...step.op, [field]: value } } };
  });
}
