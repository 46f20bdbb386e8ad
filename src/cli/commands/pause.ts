// `pause`: suspends all processes of a container.
import { pause } from "../../launch/pause.ts";
import type { Invocation } from "../types.ts";

/** Suspends the container. @throws StateError, CgroupError */
export function run({ globals, args }: Invocation): number {
  pause(globals.root, args[0] ?? "");
  return 0;
}
