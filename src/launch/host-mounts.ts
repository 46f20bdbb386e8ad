// A container without a mount namespace of its own mounts in the runtime's: what it put on its root
// there has to be taken away again by hand.
import { readFileSync, realpathSync } from "node:fs";
import { parseMountinfo } from "../host/mountinfo.ts";
import { detachMount } from "../native/files.ts";

/** How many mounts lie on this directory in our mount namespace. */
export function mountsOn(directory: string): number {
  const real = realpathSync(directory);
  const all = parseMountinfo(readFileSync("/proc/self/mountinfo", "utf8"), () => true);
  return all.filter((entry) => entry.mount === real).length;
}

/**
 * Detaches the mounts that came since there were `before`, with everything below them.
 * @throws SystemError
 */
export function detachNewMounts(directory: string, before: number): void {
  for (let left = mountsOn(directory) - before; left > 0; left -= 1) detachMount(directory);
}
