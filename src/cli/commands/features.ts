// `features`: what this build supports.
import { featuresDocument } from "../features-document.ts";
import type { Invocation } from "../types.ts";

/** Prints the document; callers read stdout and stderr together, so nothing else is said. */
export function run({ out }: Invocation): number {
  out(`${JSON.stringify(featuresDocument(), null, 4)}\n`);
  return 0;
}
