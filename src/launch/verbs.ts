// The verbs, for the command line.
export { create } from "./create.ts";
export { exec } from "./exec.ts";
export { kill } from "./kill.ts";
export { remove } from "./remove.ts";
export { run } from "./run.ts";
export { start } from "./start.ts";
export type { CreateOptions, ExecOptions, RunOptions } from "./options.ts";
