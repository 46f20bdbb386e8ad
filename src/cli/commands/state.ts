// `state`: what the container is, asked of the live host.
import { stateOf } from "../../state/query.ts";
import type { Invocation } from "../types.ts";

/** Prints the state document. @throws StateError */
export function run({ globals, args, out }: Invocation): number {
  out(stateOf(globals.root, args[0] ?? ""));
  return 0;
}
