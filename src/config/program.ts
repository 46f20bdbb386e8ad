// Whether a configuration has a program at all.
import type { Config, Process } from "./config.gen.ts";

/** A process that says what to run. */
export type Program = Process & Required<Pick<Process, "args">>;

/**
 * The process of a configuration that can be started; null when there is none, or when it leaves out
 * its arguments: the container is then made up to its gate, and start refuses it.
 */
export function programOf(config: Config): Program | null {
  const { process } = config;
  if (process?.args === undefined) return null;
  return { ...process, args: process.args };
}
