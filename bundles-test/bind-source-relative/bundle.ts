// Sources are looked for beside config.json.
import { usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "bind-source-relative",
  title: "[MT-7] a relative bind source is below the bundle, not below the caller's directory",
  oracle: "runc",
  config: {
    process: { args: ["cat", "/data/text"] },
    mounts: [
      ...usualMounts,
      { destination: "/data", type: "bind", source: "data", options: ["bind"] },
    ],
  },
  setup(t) {
    t.write(`${t.place.bundle}/data/text`, "of the bundle\n");
    t.write(t.beside("data/text"), "of the caller\n");
  },
  check(t) {
    t.is(t.output({ cwd: t.place.side }), "of the bundle\n");
  },
});
