// `kill`: a signal for the container.
import { kill } from "../../launch/kill.ts";
import { parseSignal } from "../signals.ts";
import type { Invocation } from "../types.ts";

/** Sends the signal, TERM when none is named; an empty name is none. @throws Failure */
export function run({ globals, values, args }: Invocation): number {
  const [id = "", name = ""] = args;
  kill(globals.root, id, parseSignal(name === "" ? "TERM" : name), values.bool("all"));
  return 0;
}
