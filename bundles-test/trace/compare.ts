// Plan against trace: each step's effects must be seen in their order, and nothing else.
import type { Effect } from "./effects.ts";
import { expectations } from "./expect.ts";
import type { Actor, Trace } from "./processes.ts";
import type { Expected, PlannedStep, Surroundings } from "./types.ts";

const ACTORS: readonly Actor[] = ["host", "stage0", "init"];

class Mismatch extends Error {}

/** Walks through the effects of one process. */
class Cursor {
  readonly #effects: readonly Effect[];
  #at = 0;

  constructor(effects: readonly Effect[]) {
    this.#effects = effects;
  }

  get next(): string | undefined {
    return this.#effects[this.#at]?.text;
  }

  /** The next effect begins what is expected. */
  #begins(expected: Expected | undefined): boolean {
    if (expected === undefined) return false;
    const { next } = this;
    if (next === undefined) return false;
    if (typeof expected === "string") return next === expected;
    if (expected instanceof RegExp) return expected.test(next);
    if ("many" in expected) return expected.many.test(next);
    if ("maybe" in expected) return this.#starts(expected.maybe);
    return expected.oneOf.some((part) => this.#starts(part));
  }

  /** Parts that may be absent do not have to be first. */
  #starts(part: readonly Expected[]): boolean {
    for (const expected of part) {
      if (this.#begins(expected)) return true;
      const skippable = typeof expected === "object" && ("maybe" in expected || "many" in expected);
      if (!skippable) return false;
    }
    return false;
  }

  /** @throws Mismatch */
  take(part: readonly Expected[]): void {
    for (const expected of part) {
      if (typeof expected === "string" || expected instanceof RegExp) {
        if (!this.#begins(expected))
          throw new Mismatch(`expected ${show(expected)}, saw ${show(this.next)}`);
        this.#at++;
      } else if ("many" in expected) {
        while (this.#begins(expected)) this.#at++;
      } else if ("maybe" in expected) {
        if (this.#starts(expected.maybe)) this.take(expected.maybe);
      } else {
        this.#choose(expected.oneOf);
      }
    }
  }

  #choose(parts: readonly (readonly Expected[])[]): void {
    const part =
      parts.find((candidate) => this.#starts(candidate)) ?? parts.find((one) => one.length === 0);
    if (part === undefined)
      throw new Mismatch(
        `expected one of ${parts.map((one) => show(one[0])).join(", ")}, saw ${show(this.next)}`,
      );
    this.take(part);
  }
}

function show(expected: unknown): string {
  if (expected === undefined) return "nothing";
  return expected instanceof RegExp ? String(expected) : JSON.stringify(expected);
}

/**
 * What does not agree; empty when every effect is a step's and every step has its effects. After the
 * first disagreement of a process the rest of it means nothing, so there is at most one for each.
 */
export function compare(
  steps: readonly PlannedStep[],
  trace: Trace,
  surroundings: Surroundings,
): readonly string[] {
  const problems: string[] = [];
  const expected = steps.map((step) => ({ step, by: expectations(step, surroundings) }));
  for (const actor of ACTORS) {
    const bookkeeping = surroundings.bookkeeping[actor];
    const effects = trace.effects[actor].filter(
      ({ text }) => !bookkeeping.some((own) => own.test(text)),
    );
    const cursor = new Cursor(effects);
    let doing = "before the first step";
    try {
      for (const { step, by } of expected) {
        doing = `step ${step.index}, ${step.text}`;
        cursor.take(by[actor] ?? []);
      }
      doing = "behind the last step";
      if (cursor.next !== undefined) throw new Mismatch(`no step explains ${show(cursor.next)}`);
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      problems.push(`${actor}: ${doing}: ${error.message}`);
    }
  }
  return problems;
}
