// What the planner is told of the host and of the caller, for create and restore.
import { gatherFacts } from "../host/facts.ts";
import { withSystemdFacts } from "../host/systemd.ts";
import type { CreateRequest, Facts } from "../plan/types.ts";
import type { CreateOptions } from "./options.ts";

/** The facts, with systemd's when its driver is asked for. */
export function factsFor({ systemdCgroup }: CreateOptions): Facts {
  const facts = gatherFacts();
  return systemdCgroup ? withSystemdFacts(facts) : facts;
}

/** The request of a command line. */
export function requestOf(options: CreateOptions, facts: Facts): CreateRequest {
  const { warn: _, rootless, ...request } = options;
  const auto = facts.euid !== 0 || facts.inUserNamespace;
  return { ...request, rootless: rootless === "true" || (rootless === "auto" && auto) };
}
