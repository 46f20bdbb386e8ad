// `start`: lets the program of a created container run.
import { start } from "../../launch/start.ts";
import type { Invocation } from "../types.ts";

/** Starts the container of the id. @throws Failure, StateError */
export function run({ globals, args, warn }: Invocation): number {
  start(globals.root, args[0] ?? "", warn);
  return 0;
}
