// The last look at an error before it is told: on which line config.json asks for what failed, and a
// hint where one helps. Nothing of this is done for what succeeds.
import { locator } from "../json/locate.ts";
import { spoken } from "../json/pointer.ts";
import { PlanError } from "../plan/types.ts";
import type { Config } from "../config/config.gen.ts";
import type { Facts } from "../plan/types.ts";
import { Failure } from "./failure.ts";
import { hintFor } from "./hints/all.ts";

/** The document that a verb worked from. */
export interface Source {
  /** How messages call it. */
  readonly name: "config.json" | "process document";
  /** Pointer of such a document within config.json: `/process`, or nothing. */
  readonly base: string;
  readonly bytes: Uint8Array;
}

/** What an error can be explained by. */
export interface Background {
  /** null: there is none to point into. */
  readonly source: Source | null;
  readonly config: Config | null;
  /** Read when they are needed. */
  readonly facts: () => Facts;
}

/** `config.json: mounts[0], line 12`, or nothing. */
function origin(pointer: string | null, source: Source | null): string {
  if (pointer === null || pointer === "") return "";
  const { name, base, bytes } = source ?? { name: "config.json", base: "", bytes: null };
  const inside = pointer.startsWith(base) ? pointer.slice(base.length) : pointer;
  const place = bytes === null ? null : locator(bytes)(inside);
  return ` (${name}: ${spoken(inside)}${place === null ? "" : `, line ${place.line}`})`;
}

function asFailure(error: PlanError, source: Source | null): Failure {
  const place = { op: null, pointer: error.pointer, call: null, errno: null };
  const around = { before: error.message, after: "" };
  // Some messages name their place themselves.
  const where = error.message.includes("config.json") ? "" : origin(error.pointer, source);
  return new Failure(`${error.message}${where}`, 1, place, around);
}

/**
 * Adds line and hint to a failure. What is not a failure of a step or of the planner passes as it is.
 *
 * @returns the error to throw
 */
export function explained(error: unknown, background: Background): unknown {
  const { source, config } = background;
  const failure = error instanceof PlanError ? asFailure(error, source) : error;
  if (!(failure instanceof Failure)) return error;
  const { around, place } = failure;
  if (around !== null && place !== null && !(error instanceof PlanError)) {
    failure.message = `${around.before}${origin(place.pointer, source)}${around.after}`;
  }
  const hint = hintFor({
    op: place?.op ?? null,
    pointer: place?.pointer ?? null,
    call: place?.call ?? null,
    errno: place?.errno ?? null,
    text: failure.message,
    config,
    facts: background.facts,
  });
  if (hint !== null) failure.message = `${failure.message}; hint: ${hint.text}`;
  return failure;
}
