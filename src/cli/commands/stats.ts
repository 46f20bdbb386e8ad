// `stats`: on a terminal a row of figures that is renewed until the container ends, elsewhere one
// record as JSON.
import { printJson } from "../../json/print.ts";
import { Failure } from "../../launch/failure.ts";
import { livingState, statsOf, watch } from "../../launch/events.ts";
import { figuresOf, HEADING, statsRow } from "../../launch/summary.ts";
import type { Invocation } from "../types.ts";

const NANOSECONDS_PER_MS = 1e6;
/** To the beginning of the line, which is cleared. */
const RENEW = "\r\x1b[K";

/** Prints the statistics. @throws Failure, StateError */
export function run({ globals, values, args, out, terminal }: Invocation): number {
  const interval = values.number("interval") ?? 0;
  if (interval <= 0) throw new Failure("duration interval must be greater than 0");
  const state = livingState(globals.root, args[0] ?? "");
  if (Object.keys(state.cgroup_paths).length === 0) {
    throw new Failure("the container has no cgroup: nothing counts what it uses");
  }
  if (!terminal()) {
    out(`${printJson(statsOf(state))}\n`);
    return 0;
  }
  let before = figuresOf(statsOf(state));
  let since = performance.now();
  out(`${HEADING}\n`);
  watch(state, interval, () => {
    const now = figuresOf(statsOf(state));
    const at = performance.now();
    out(`${RENEW}${statsRow(before, now, BigInt(Math.round((at - since) * NANOSECONDS_PER_MS)))}`);
    [before, since] = [now, at];
  });
  out("\n");
  return 0;
}
