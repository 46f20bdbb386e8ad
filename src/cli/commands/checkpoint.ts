// `checkpoint`: a running container to disk.
import { checkpoint } from "../../launch/checkpoint.ts";
import type { CheckpointOptions } from "../../launch/options.ts";
import type { Invocation } from "../types.ts";
import { criuOptions } from "./criu-options.ts";

/** The options of a checkpoint. */
export function checkpointOptions(invocation: Invocation): CheckpointOptions {
  const { globals, values, args, cwd } = invocation;
  return {
    ...criuOptions(values, cwd),
    root: globals.root,
    id: args[0] ?? "",
    parentPath: values.text("parent-path"),
    leaveRunning: values.bool("leave-running"),
    tcpSkipInFlight: values.bool("tcp-skip-in-flight"),
    linkRemap: values.bool("link-remap"),
    statusFd: values.number("status-fd") ?? -1,
    pageServer: values.text("page-server"),
    preDump: values.bool("pre-dump"),
    warn: invocation.warn,
  };
}

/** Saves the container. @throws Failure, StateError, PlanError */
export function run(invocation: Invocation): number {
  checkpoint(checkpointOptions(invocation));
  return 0;
}
