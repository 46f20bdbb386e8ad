// `restore`: a container from its image on disk.
import { restore } from "../../launch/restore.ts";
import type { RestoreOptions } from "../../launch/options.ts";
import { logFlags } from "../globals.ts";
import type { Invocation } from "../types.ts";
import { createOptions, prepareRoot } from "./create-options.ts";
import { criuOptions } from "./criu-options.ts";

/** The options of a restore. @throws Failure */
export function restoreOptions(invocation: Invocation): RestoreOptions {
  const { values, cwd } = invocation;
  return {
    ...createOptions(invocation),
    ...criuOptions(values, cwd),
    tcpClose: values.bool("tcp-close"),
    lsmProfile: values.text("lsm-profile"),
    lsmMountContext: values.text("lsm-mount-context"),
    detach: values.bool("detach"),
    noSubreaper: values.bool("no-subreaper"),
    logFlags: logFlags(invocation.globals.log),
    started: invocation.succeeded,
  };
}

/** Restores the container; the exit code is the program's unless detached. @throws Failure, StateError */
export function run(invocation: Invocation): number {
  const options = restoreOptions(invocation);
  prepareRoot(invocation.globals);
  return restore(options);
}
