// Bundles elsewhere.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "bundle-moved",
  title: "[G-7] [C-5] a bundle works wherever it lies and whatever it is called",
  oracle: "runc",
  config: { process: { args: ["cat", "/etc/hosts"] } },
  check(t) {
    const before = t.output();
    const moved = `${t.place.bundle} moved`;
    t.rename(t.place.bundle, moved);
    t.later(() => t.rename(moved, t.place.bundle));
    const result = t.runtime.call(["run", "--bundle", moved, t.place.id]);
    t.is(t.succeeds(result), before);
    const here = t.runtime.call(["run", t.place.id], { cwd: moved });
    t.is(t.succeeds(here), before, "the current directory is the default");
  },
});
