// `plan` equals what strace sees: every step's effects in their order and on their objects, and no
// effect that no step asks for. The second half turns the plan of a trace by one thing at a time:
// each change must be seen, or the comparison would not be worth much.
// test: limit 300
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Op } from "../src/wire/ops.ts";
import { project } from "./harness/load.ts";
import { makeWorkspace } from "./harness/perform.ts";
import { say } from "./harness/say.ts";
import { HOST_OPS, WIRE_OPS } from "../src/wire/ops.ts";
import { TRACED } from "./trace/bundles.ts";
import { BOOKKEEPING, HIDDEN, SILENT_STEPS } from "./trace/bookkeeping.ts";
import { compare } from "./trace/compare.ts";
import { UNSEEN, UNPLANNED } from "./trace/expect-init.ts";
import { changedFields } from "./trace/change.ts";
import { readTrace } from "./trace/processes.ts";
import type { Trace } from "./trace/processes.ts";
import { live, whyNoTrace } from "./trace/run.ts";
import { readPlan } from "./trace/types.ts";
import type { PlannedStep, Surroundings } from "./trace/types.ts";

interface Seen {
  readonly name: string;
  readonly steps: readonly PlannedStep[];
  readonly trace: Trace;
  readonly around: Surroundings;
}

const program = join(project, "dist/bin/tsrun");
const test = suite("plan and trace");
const reason = whyNoTrace();
const lastCapability = Number(readFileSync("/proc/sys/kernel/cap_last_cap", "utf8"));

async function see(bundle: (typeof TRACED)[number]): Promise<Seen> {
  const directory = makeWorkspace();
  try {
    const { plan, trace: text, test: laid, outputs } = await live(bundle, program, directory);
    if (process.env["KEEP_TRACE"] !== undefined) say(text);
    const steps = readPlan(plan);
    const trace = readTrace(text);
    const state = join(laid.runtime.root, laid.place.id);
    const around: Surroundings = {
      state,
      pids: trace.pids,
      rootfs: laid.inside("").replace(/\/$/, ""),
      enteredAt: indexOf(steps, "pivot-root"),
      gateAt: indexOf(steps, "gate"),
      outputs,
      lastCapability,
      bookkeeping: BOOKKEEPING(state),
    };
    return { name: bundle.name, steps, trace, around };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function indexOf(steps: readonly PlannedStep[], name: Op["op"]): number {
  return steps.find(({ op }) => op.op === name)?.index ?? Infinity;
}

function differs({ trace, around }: Seen, steps: readonly PlannedStep[]): boolean {
  return compare(steps, trace, around).length > 0;
}

const seen: Seen[] = [];

for (const bundle of TRACED) {
  if (reason !== null) {
    say(`skip: plan and trace of ${bundle.name}: ${reason}`);
    test.skip(`the plan of ${bundle.name} is what strace sees`);
    continue;
  }
  test(`the plan of ${bundle.name} is what strace sees`, async () => {
    const one = await see(bundle);
    assert.equal(compare(one.steps, one.trace, one.around), []);
    seen.push(one);
  });
}

if (reason === null) {
  test("the traced creates have every operation that a plan can have here", () => {
    const there = new Set(seen.flatMap(({ steps }) => steps.map(({ op }) => op.op)));
    const all = Object.keys({ ...WIRE_OPS, ...HOST_OPS }) as Op["op"][];
    const missing = all.filter((name) => !there.has(name));
    assert.equal(
      missing.filter((name) => !(name in UNSEEN) && !(name in UNPLANNED)),
      [],
    );
  });

  test("a step that is left out is missed", () => {
    const unnoticed = seen.flatMap((one) =>
      one.steps.filter(({ op, index }) => {
        const without = one.steps.filter((step) => step.index !== index);
        return !(op.op in SILENT_STEPS) && !differs(one, without);
      }),
    );
    assert.equal(
      unnoticed.map(({ text }) => text),
      [],
    );
  });

  test("a step that is there twice is too much", () => {
    const unnoticed = seen.flatMap((one) =>
      one.steps.filter((step, at) => {
        const twice = one.steps.toSpliced(at, 0, step);
        return !(step.op.op in SILENT_STEPS) && !differs(one, twice);
      }),
    );
    assert.equal(
      unnoticed.map(({ text }) => text),
      [],
    );
  });

  test("two steps that changed places are noticed", () => {
    const unnoticed = seen.flatMap((one) =>
      one.steps.flatMap((step, at) => {
        const next = one.steps[at + 1];
        if (next === undefined || actorOf(step) !== actorOf(next)) return [];
        if (step.op.op in SILENT_STEPS || next.op.op in SILENT_STEPS) return [];
        const swapped = one.steps.toSpliced(at, 2, next, step);
        return differs(one, swapped) ? [] : [`${step.text} / ${next.text}`];
      }),
    );
    assert.equal(unnoticed, []);
  });

  test("a value that is another one is noticed", () => {
    const unnoticed = seen.flatMap((one) =>
      one.steps.flatMap((step, at) =>
        changedFields(step)
          .filter(({ step: changed }) => !differs(one, one.steps.toSpliced(at, 1, changed)))
          .map(({ field }) => `${step.op.op}.${field}`),
      ),
    );
    assert.equal(
      [...new Set(unnoticed)].filter((name) => !(name in HIDDEN)),
      [],
    );
  });
}

function actorOf({ op }: PlannedStep): string {
  if (op.op === "barrier") return `${op.from} ${op.to}`;
  return op.op in HOST_OPS ? "host" : WIRE_OPS[op.op as keyof typeof WIRE_OPS].by;
}

test.run();
