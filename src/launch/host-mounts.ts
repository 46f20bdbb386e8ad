// A container without a mount namespace of its own mounts in the runtime's: what it put on its root
// there has to be taken away again by hand.
import { parseMountinfo } from "../host/mountinfo.ts";
import { detachMount } from "../native/files.ts";
import { readText, realPath } from "../native/paths.ts";

/** How many mounts lie on this directory in our mount namespace. */
export function mountsOn(directory: string): number {
  const real = realPath(directory);
  const all = parseMountinfo(readText("/proc/self/mountinfo"), () => true);
  return all.filter((entry) => entry.mount === real).length;
}

/**
 * Detaches the mounts that came since there were `before`, with everything below them.
 * @throws SystemError
 */
export function detachNewMounts(directory: string, before: number): void {
  for (let left = mountsOn(directory) - before; left > 0; left -= 1) detachMount(directory);
}
