// A plan as `plan --json` prints it, and what surrounds a create that was traced.
import type { Op } from "../../src/wire/ops.ts";
import { HOST_OPS, WIRE_OPS } from "../../src/wire/ops.ts";
import type { FieldType } from "../../src/wire/ops.ts";
import { parseJson } from "../../src/json/parse.ts";
import { isJson, list, member } from "../harness/json.ts";
import type { Actor, Trace } from "./processes.ts";

/** A step with its number in the whole plan. */
export interface PlannedStep {
  readonly index: number;
  readonly text: string;
  readonly op: Op;
}

/** What a plan does not say. */
export interface Surroundings {
  /** Directory of the container's state. */
  readonly state: string;
  readonly pids: Trace["pids"];
  /** Absolute path of the root on the host, and the first step behind which it is `/`. */
  readonly rootfs: string;
  readonly enteredAt: number;
  /** The step at which init waits for start. */
  readonly gateAt: number;
  /** The file behind stdout, and the one behind stderr, both root's. */
  readonly outputs: readonly string[];
  readonly lastCapability: number;
  /** Effects that no step asks for: each with its reason, beside the table. */
  readonly bookkeeping: Readonly<Record<Actor, readonly RegExp[]>>;
}

/** What is looked for: a text, a pattern, a part that may be absent, or one of several parts. */
export type Expected =
  | string
  | RegExp
  | { readonly maybe: readonly Expected[] }
  | { readonly many: RegExp }
  | { readonly oneOf: readonly (readonly Expected[])[] };

/** What a step must do, by who does it. */
export type Expectations = Readonly<Partial<Record<Actor, readonly Expected[]>>>;

/** Fields of an operation with their types. */
export function fieldsOf(op: Op["op"]): Readonly<Record<string, FieldType>> {
  return op in WIRE_OPS
    ? WIRE_OPS[op as keyof typeof WIRE_OPS].fields
    : HOST_OPS[op as keyof typeof HOST_OPS].fields;
}

function toOp(step: unknown): Op {
  const name = String(member(step, "op")) as Op["op"];
  const fields = member(step, "fields");
  if (!isJson(fields)) throw new Error(`step ${name} has no fields`);
  const types = fieldsOf(name);
  const values = Object.entries(fields).map(([key, value]) => {
    const wide = types[key] === "u64" || types[key] === "i64";
    return [key, wide ? BigInt(value as number | bigint) : value];
  });
  return { op: name, ...Object.fromEntries(values) } as Op;
}

/** The steps of `plan --json`. @throws Error for anything else */
export function readPlan(json: string): readonly PlannedStep[] {
  const plan = parseJson(new TextEncoder().encode(json));
  return list(plan, "steps").map((step) => ({
    index: Number(member(step, "index")),
    text: String(member(step, "text")),
    op: toOp(step),
  }));
}
