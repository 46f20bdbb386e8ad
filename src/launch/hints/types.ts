// What a hint is, and what it is chosen by.
import type { Config, NamespaceType } from "../../config/config.gen.ts";
import type { Facts } from "../../plan/types.ts";

/** A failure as a hint sees it. */
export interface Trouble {
  /** The operation (`mount`), null when the planner refused or nothing was under way. */
  readonly op: string | null;
  /** JSON pointer into config.json, or null. */
  readonly pointer: string | null;
  readonly call: string | null;
  /** errno name (`EPERM`), or null. */
  readonly errno: string | null;
  /** The message as far as it goes. */
  readonly text: string;
  readonly config: Config | null;
  /** Read when a hint asks. */
  readonly facts: () => Facts;
}

/**
 * A sentence that helps. It never repeats words that callers look for in messages (`permission
 * denied`, `no such file or directory`, ...), has one line and no full stop.
 */
export interface Hint {
  readonly id: string;
  readonly ops: readonly string[] | null;
  readonly errnos: readonly string[] | null;
  /** What else must hold. */
  readonly when?: (trouble: Trouble) => boolean;
  readonly text: string;
}

/** Whether a namespace is listed in config.json, new or joined. */
export function has(trouble: Trouble, type: NamespaceType): boolean {
  return trouble.config?.linux?.namespaces?.some((entry) => entry.type === type) ?? false;
}

/** Whether the container is in another user namespace than the host's first. */
export function inUsers(trouble: Trouble): boolean {
  return has(trouble, "user") || trouble.facts().inUserNamespace;
}

/** Whether the message has some words. */
export function says(pattern: RegExp): (trouble: Trouble) => boolean {
  return ({ text }) => pattern.test(text);
}
