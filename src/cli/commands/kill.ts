// `kill`: a signal for the container.
import { kill } from "../../launch/kill.ts";
import { parseSignal } from "../signals.ts";
import type { Invocation } from "../types.ts";

/** Sends the signal, TERM when none is named. @throws Failure */
export function run({ globals, values, args }: Invocation): number {
  kill(globals.root, args[0] ?? "", parseSignal(args[1] ?? "TERM"), values.bool("all"));
  return 0;
}
