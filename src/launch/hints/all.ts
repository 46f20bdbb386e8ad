// The table of hints, and the look into it.
import { CGROUP_HINTS } from "./cgroups.ts";
import { MOUNT_HINTS } from "./mounts.ts";
import { PROCESS_HINTS } from "./process.ts";
import { SYSTEM_HINTS } from "./system.ts";
import type { Hint, Trouble } from "./types.ts";

/** All hints; the first that fits is given. */
export const HINTS: readonly Hint[] = [
  ...MOUNT_HINTS,
  ...PROCESS_HINTS,
  ...CGROUP_HINTS,
  ...SYSTEM_HINTS,
];

function fits(hint: Hint, trouble: Trouble): boolean {
  if (hint.ops !== null && (trouble.op === null || !hint.ops.includes(trouble.op))) return false;
  if (hint.errnos !== null) {
    if (trouble.errno === null || !hint.errnos.includes(trouble.errno)) return false;
  }
  return hint.when === undefined || hint.when(trouble);
}

/** The hint for a failure, or null. */
export function hintFor(trouble: Trouble): Hint | null {
  return HINTS.find((hint) => fits(hint, trouble)) ?? null;
}
