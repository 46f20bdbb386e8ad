// `events`: statistics and out-of-memory events, one JSON record a line.
import { events } from "../../launch/events.ts";
import type { Invocation } from "../types.ts";

/** Prints records until the container ends; with --stats one. @throws Failure, StateError */
export function run({ globals, values, args, out }: Invocation): number {
  events({
    root: globals.root,
    id: args[0] ?? "",
    interval: values.number("interval") ?? 0,
    once: values.bool("stats"),
    out,
  });
  return 0;
}
