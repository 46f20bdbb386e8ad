// Verbs for a container that is there; none of them reads a configuration.
export { run as remove } from "../commands/delete.ts";
export { run as finishRun } from "../commands/finish-run.ts";
export { run as kill } from "../commands/kill.ts";
export { run as list } from "../commands/list.ts";
export { run as pause } from "../commands/pause.ts";
export { run as ps } from "../commands/ps.ts";
export { run as resume } from "../commands/resume.ts";
export { run as start } from "../commands/start.ts";
export { run as state } from "../commands/state.ts";
