// Who is who in the trace of a create: the engine, stage 0, init, and programs that they run.
import { cloneFlags, effectsOf, execution, isFork } from "./effects.ts";
import type { Effect } from "./effects.ts";
import { parseTrace } from "./strace.ts";
import type { Call } from "./strace.ts";

/** The three that walk a plan. */
export type Actor = "host" | "stage0" | "init";

/** What each did, and the pids that plans cannot know. */
export interface Trace {
  readonly effects: Readonly<Record<Actor, readonly Effect[]>>;
  readonly pids: Readonly<Record<Actor, number>>;
}

const HELPER = "memfd:tsrun-init";

/** What a child may do between fork and exec: its stdio, its descriptors, the caller's NOFILE. */
const BEFORE_EXEC = [/^stdio /, /^close at exec from 3$/, /^limit 0 7 /];

function childOf(call: Call): number | null {
  if (!/^(?:clone3?|v?fork)$/.test(call.name) || call.error !== null) return null;
  return Number(/(\d+) in strace's PID NS/.exec(call.result)?.[1] ?? /^\d+/.exec(call.result)?.[0]);
}

const CLONE_THREAD = 0x1_0000n;

function isThread(call: Call): boolean {
  return call.name.startsWith("clone") && (cloneFlags(call) & CLONE_THREAD) !== 0n;
}

function isExec(call: Call): boolean {
  return /^execve(?:at)?$/.test(call.name) && call.error === null;
}

/** Calls by process; threads count as their process. */
function byProcess(calls: readonly Call[]): ReadonlyMap<number, readonly Call[]> {
  const owner = new Map<number, number>();
  for (const call of calls) {
    const child = isThread(call) ? childOf(call) : null;
    if (child !== null) owner.set(child, owner.get(call.pid) ?? call.pid);
  }
  const groups = new Map<number, Call[]>();
  for (const call of calls) {
    const pid = owner.get(call.pid) ?? call.pid;
    groups.set(pid, [...(groups.get(pid) ?? []), call]);
  }
  return groups;
}

/** What a forked child became: the program that it runs. @throws Error when it did more than that */
function programOf(calls: readonly Call[]): string {
  const at = calls.findIndex(isExec);
  const exec = calls[at];
  if (exec === undefined) return ["fork", ...effectsOf(calls).map(({ text }) => text)].join("; ");
  for (const { text } of effectsOf(calls.slice(0, at))) {
    if (!BEFORE_EXEC.some((allowed) => allowed.test(text)))
      throw new Error(`between fork and exec: ${text}`);
  }
  return execution(exec);
}

function follow(calls: readonly Call[], all: ReadonlyMap<number, readonly Call[]>): Effect[] {
  return effectsOf(calls).map(({ call, text }) => {
    const child = isFork(call) ? childOf(call) : null;
    return { call, text: child === null ? text : programOf(all.get(child) ?? []) };
  });
}

/** Everything up to the program: what the program does is its own affair. */
function untilExec(calls: readonly Call[]): readonly Call[] {
  const exec = calls.findIndex(isExec);
  return exec < 0 ? calls : calls.slice(0, exec + 1);
}

/** Pids of stage 0 and init, where there are any. */
function helpers(
  calls: readonly Call[],
  all: ReadonlyMap<number, readonly Call[]>,
): { readonly stage0: number | undefined; readonly init: number | undefined } {
  const clones = calls.flatMap((call) => {
    const child = childOf(call);
    return child === null || isThread(call) ? [] : [{ call, child }];
  });
  const stage0 = clones.find(({ child }) =>
    programOf(all.get(child) ?? []).includes(HELPER),
  )?.child;
  const init = clones.find(({ call }) => call.pid === stage0 && !isFork(call))?.child;
  return { stage0, init };
}

/** The calls of each until its program; of a verb without a helper only those of the runtime. */
export function partsOf(calls: readonly Call[]): Readonly<Record<Actor, readonly Call[]>> {
  const all = byProcess(calls);
  const { stage0, init } = helpers(calls, all);
  const helper = all.get(stage0 ?? -1) ?? [];
  return {
    host: all.get(calls[0]?.pid ?? -1) ?? [],
    stage0: helper.slice(helper.findIndex(isExec) + 1),
    init: untilExec(all.get(init ?? -1) ?? []),
  };
}

/** @throws Error when the trace is none of a create's */
export function readTrace(text: string): Trace {
  const calls = parseTrace(text);
  const all = byProcess(calls);
  const { stage0, init } = helpers(calls, all);
  if (stage0 === undefined || init === undefined) throw new Error("the trace shows no init");
  const parts = partsOf(calls);
  return {
    pids: { host: calls[0]?.pid ?? -1, stage0, init },
    effects: {
      host: follow(parts.host, all),
      stage0: follow(parts.stage0, all),
      init: follow(parts.init, all),
    },
  };
}
