// Verbs that need CRIU.
export { run as checkpoint } from "../commands/checkpoint.ts";
export { run as restore } from "../commands/restore.ts";
