// Finds the bundles: every folder with a compiled bundle.js, beside this suite's main file.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Bundle } from "./define.ts";

/** Directory of the compiled suite. */
export const compiled: string = dirname(dirname(fileURLToPath(import.meta.url)));

function sourceRoot(): string {
  for (let at = compiled; at !== "/"; at = dirname(at))
    if (existsSync(join(at, "package.json"))) return at;
  return process.cwd();
}

/** Root of the project, where the sources of the bundles lie. */
export const project: string = sourceRoot();

/** Source directory of a bundle, for its data files. */
export function sourceOf(name: string): string {
  return join(project, "bundles-test", name);
}

function isBundle(value: unknown): value is Bundle {
  return typeof value === "object" && value !== null && "check" in value && "config" in value;
}

/**
 * All bundles in the order of their names, or those whose names are given.
 *
 * @throws Error for an unknown name, and for a folder whose bundle has another name.
 */
export async function loadBundles(wanted: readonly string[] = []): Promise<readonly Bundle[]> {
  const folders = readdirSync(compiled)
    .filter((name) => existsSync(join(compiled, name, "bundle.js")))
    .filter((name) => existsSync(join(sourceOf(name), "bundle.ts")))
    .toSorted();
  const unknown = wanted.filter((name) => !folders.includes(name));
  if (unknown.length > 0) throw new Error(`no bundle ${unknown.join(", ")}`);
  const bundles: Bundle[] = [];
  for (const name of folders) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const module: unknown = await import(pathToFileURL(join(compiled, name, "bundle.js")).href);
    const found: unknown = (module as { readonly bundle?: unknown }).bundle;
    if (!isBundle(found) || found.name !== name)
      throw new Error(`${name}/bundle.ts exports no bundle ${name}`);
    bundles.push(found);
  }
  return bundles;
}
