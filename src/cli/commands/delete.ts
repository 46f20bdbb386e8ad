// `delete`: removes what create made.
import { remove } from "../../launch/remove.ts";
import type { Invocation } from "../types.ts";

/** Deletes the container; with --force a missing one is fine. @throws Failure, StateError */
export function run({ globals, values, args, warnQuietly }: Invocation): number {
  // Callers read any word of a delete as a failure of it, a poststop hook's included.
  remove(globals.root, args[0] ?? "", values.bool("force"), warnQuietly);
  return 0;
}
