// A profile of the plan to filter bytes.
import { parseJson } from "../json/parse.ts";
import { compileFilter, FilterError } from "../native/seccomp.ts";
import { filterProgram } from "../plan/seccomp-filter.ts";
import { Failure } from "./failure.ts";
import type { Seccomp } from "../config/config.gen.ts";

/**
 * Compiles the canonical JSON of linux.seccomp.
 * @throws Failure when libseccomp is missing or refuses it
 */
export function compileProfile(profile: string): Uint8Array {
  try {
    const seccomp = parseJson(new TextEncoder().encode(profile)) as Seccomp;
    return compileFilter(filterProgram(seccomp));
  } catch (error) {
    if (error instanceof FilterError)
      throw new Failure(`${error.message} (config.json: linux.seccomp)`);
    throw error;
  }
}
