// A cgroup that would freeze whoever enters it.
import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { either, hierarchyOf } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "cgroup-frozen",
  title: "[CG-1] [CG-2] create in a frozen cgroup fails at once and leaves it as it was",
  oracle: { none: "runc 1.1 only warns of it" },
  needs: ["freezer"],
  config: {},
  check(t) {
    const path = `${hierarchyOf("freezer").mount}/${t.place.id}`;
    const [file, frozen, thawed] = either(
      "freezer",
      ["freezer.state", "FROZEN", "THAWED"] as const,
      ["cgroup.freeze", "1", "0"] as const,
    );
    mkdirSync(path);
    writeFileSync(`${path}/${file}`, frozen);
    t.fails(t.create(), /container's cgroup unexpectedly frozen/);
    writeFileSync(`${path}/${file}`, thawed);
    rmdirSync(path);
  },
});
