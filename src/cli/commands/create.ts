// `create`: everything up to the program.
import { create } from "../../launch/create.ts";
import type { Invocation } from "../types.ts";
import { createOptions, prepareRoot } from "./create-options.ts";

/** Creates the container. @throws Failure */
export function run(invocation: Invocation): number {
  const options = createOptions(invocation);
  prepareRoot(invocation.globals);
  create(options);
  return 0;
}
