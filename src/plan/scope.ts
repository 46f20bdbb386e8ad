// What every part of the planner is given: the inputs, what was decided about namespaces, and where
// findings go that do not stop the container.
import type { Config } from "../config/config.gen.ts";
import { CAP } from "./kernel.ts";
import type { Namespaces } from "./namespaces.ts";
import type { CreateRequest, Facts, Warning } from "./types.ts";

/** The inputs of one create. */
export interface Scope {
  readonly config: Config;
  readonly facts: Facts;
  readonly request: CreateRequest;
  readonly namespaces: Namespaces;
  /** Absolute path of the root on the host. */
  readonly rootfs: string;
  /** Findings so far; parts of the planner append. */
  readonly warnings: Warning[];
}

/** Whether the runtime holds a capability (by number). */
export function holds(facts: Facts, capability: number): boolean {
  return (facts.capabilities & (1n << BigInt(capability))) !== 0n;
}

/** Whether the runtime may mount in its own mount namespace. */
export function privileged(facts: Facts): boolean {
  return holds(facts, CAP.sysAdmin);
}
