// An image of many layers.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import type { Place } from "../harness/define.ts";

const LAYERS = 24;
const layer = (place: Place, at: number): string =>
  `${place.side}/a-layer-with-a-name-that-is-rather-long-${String(at).padStart(3, "0")}`;
const layers = (place: Place): readonly string[] =>
  Array.from({ length: LAYERS }, (_, at) => layer(place, at));

export const bundle = defineBundle({
  name: "overlay-long",
  title: "[MT-11] data of a mount may be longer than the kernel takes in one piece",
  oracle: "runc",
  needs: ["overlay"],
  config: (place) => ({
    process: script("cat /union/number-*"),
    mounts: [
      ...usualMounts,
      {
        destination: "/union",
        type: "overlay",
        source: "overlay",
        options: [`lowerdir=${layers(place).join(":")}`],
      },
    ],
  }),
  setup(t) {
    for (const [at, path] of layers(t.place).entries())
      t.write(`${path}/number-${String(at).padStart(3, "0")}`, `${at}\n`);
  },
  check(t) {
    const all = Array.from({ length: LAYERS }, (_, at) => `${at}\n`).join("");
    t.ok(layers(t.place).join(":").length > 1000, "long enough");
    t.is(t.output(), all);
    // One layer fewer: the options are read, not remembered.
    const options = [`lowerdir=${layers(t.place).slice(1).join(":")}`];
    const union = { destination: "/union", type: "overlay", source: "overlay", options };
    t.is(t.outputOf({ mounts: [...usualMounts, union] }), all.slice("0\n".length));
  },
});
