// `resume`: lets a paused container go on.
import { resume } from "../../launch/pause.ts";
import type { Invocation } from "../types.ts";

/** Resumes the container. @throws StateError, SystemError */
export function run({ globals, args }: Invocation): number {
  resume(globals.root, args[0] ?? "");
  return 0;
}
