// Lays a bundle out on disk for a person.
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { mountLines } from "./host.ts";
import { loadBundles } from "./load.ts";
import { layOut } from "./perform.ts";
import { Runtime } from "./runtime.ts";
import { say } from "./say.ts";

/** Writes the named bundles below a directory and prints how to run them. */
export async function writeBundle(directory: string, names: readonly string[]): Promise<number> {
  const target = resolve(directory);
  mkdirSync(target, { recursive: true });
  copyFileSync("/bin/busybox", join(target, "busybox"));
  // Setups are given a runtime, though they do not call it.
  const scratch = join(target, "unused");
  const runtime = new Runtime("/bin/true", scratch);
  const before = mountLines();
  for (const bundle of await loadBundles(names)) {
    const { place } = layOut(bundle, target, runtime);
    say(`tsrun run --bundle ${place.bundle} ${place.id}`);
  }
  const made = mountLines().filter((line) => !before.includes(line));
  for (const line of made.toReversed()) say(`umount -l ${line.split(" ")[4] ?? ""} # afterwards`);
  rmSync(scratch, { recursive: true, force: true });
  return 0;
}
