// Another configuration of the same bundle.
import { join } from "node:path";
import { defineBundle } from "../harness/define.ts";
import { script } from "../harness/base.ts";

export const bundle = defineBundle({
  name: "config-file",
  title: "run and create take another configuration of the bundle by --config",
  oracle: "crun",
  config: { process: script("echo usual") },
  check(t) {
    const text = t.read(join(t.place.bundle, "config.json")) ?? "";
    t.write(join(t.place.bundle, "other.json"), text.replace("echo usual", "echo other"));
    t.is(t.output({ cwd: t.place.bundle, flags: ["--config", "other.json"] }), "other\n");
    t.is(t.output({ flags: ["-f", join(t.place.bundle, "other.json")] }), "other\n");
    t.is(t.output(), "usual\n");
    t.is(t.lifecycle({ cwd: t.place.bundle, flags: ["--config=other.json"] }), "other\n");
    t.fails(t.create({ flags: ["--config", "nosuch.json"] }), /nosuch\.json/);
  },
});
