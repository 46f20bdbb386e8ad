// The configuration of a bundle: base, the bundle's changes, a check's changes.
import { baseConfig } from "./base.ts";
import type { Bundle, Place } from "./define.ts";
import { merge } from "./json.ts";
import type { Json } from "./json.ts";

/** config.json of a bundle at a place, with a further change merged in or applied. */
export function configOf(
  bundle: Bundle,
  place: Place,
  change: Json | ((config: Json) => Json) = {},
): Json {
  const own = typeof bundle.config === "function" ? bundle.config(place) : bundle.config;
  const config = bundle.whole === true ? own : merge(baseConfig(place), own);
  return typeof change === "function" ? change(config) : merge(config, change);
}
