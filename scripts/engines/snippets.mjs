// The configuration files that docs/ENGINES.md shows are those that the engines are tested with.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const INSTALLED = "/usr/local/bin/tsrun";

/** Text of a file in docs/engines, with the runtime under test where it names an installed one. */
export function snippet(name, runtime) {
  const path = fileURLToPath(new URL(`../../docs/engines/${name}`, import.meta.url));
  const text = readFileSync(path, "utf8");
  if (!text.includes(INSTALLED)) throw new Error(`${path} does not name ${INSTALLED}`);
  return text.replaceAll(INSTALLED, runtime);
}
