// All targets, by name.
import { argv } from "./argv.mjs";
import { bus } from "./bus.mjs";
import { config } from "./config.mjs";
import { criu } from "./criu.mjs";
import { host } from "./host.mjs";
import { journal } from "./journal.mjs";
import { json } from "./json.mjs";
import { options } from "./options.mjs";
import { process } from "./process.mjs";
import { report } from "./report.mjs";
import { state } from "./state.mjs";
import { update } from "./update.mjs";
import { variant } from "./variant.mjs";

export const targets = {
  argv,
  bus,
  config,
  criu,
  host,
  journal,
  json,
  options,
  process,
  report,
  state,
  update,
  variant,
};
