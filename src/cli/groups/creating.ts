// Verbs that make a container.
export { run as create } from "../commands/create.ts";
export { run } from "../commands/run.ts";
