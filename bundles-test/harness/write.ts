// Lays a bundle out on disk for a person.
import { copyFileSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadBundles } from "./load.ts";
import { layOut } from "./perform.ts";
import { Runtime } from "./runtime.ts";
import { say } from "./say.ts";

/** Writes the named bundles below a directory and prints how to run them. */
export async function writeBundle(directory: string, names: readonly string[]): Promise<number> {
  const target = resolve(directory);
  mkdirSync(target, { recursive: true });
  copyFileSync("/bin/busybox", join(target, "busybox"));
  const runtime = new Runtime("/bin/true", join(target, "unused"));
  for (const bundle of await loadBundles(names)) {
    const { place } = layOut(bundle, target, runtime);
    say(`tsrun run --bundle ${place.bundle} ${place.id}`);
  }
  runtime.remove();
  return 0;
}
