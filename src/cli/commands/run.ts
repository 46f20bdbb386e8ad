// `run`: create, start and, unless detached, wait and delete.
import { run as runContainer } from "../../launch/run.ts";
import { logFlags } from "../globals.ts";
import type { Invocation } from "../types.ts";
import { createOptions, prepareRoot } from "./create-options.ts";

/** Runs the container; the exit code is the program's unless detached. @throws Failure, StateError */
export function run(invocation: Invocation): number {
  const { values } = invocation;
  const options = {
    ...createOptions(invocation),
    detach: values.bool("detach"),
    keep: values.bool("keep"),
    noSubreaper: values.bool("no-subreaper"),
    logFlags: logFlags(invocation.globals.log),
    // In the foreground this process becomes the attendant and says nothing afterwards.
    started: invocation.succeeded,
  };
  prepareRoot(invocation.globals);
  return runContainer(options);
}
