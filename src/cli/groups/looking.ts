// Verbs of people, update, and those that speak to CRIU.
export { run as checkpoint } from "../commands/checkpoint.ts";
export { run as events } from "../commands/events.ts";
export { run as features } from "../commands/features.ts";
export { run as ns } from "../commands/ns.ts";
export { run as plan } from "../commands/plan.ts";
export { run as restore } from "../commands/restore.ts";
export { run as spec } from "../commands/spec.ts";
export { run as stats } from "../commands/stats.ts";
export { run as update } from "../commands/update.ts";
export { run as validate } from "../commands/validate.ts";
