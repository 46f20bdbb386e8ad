// Where the container's processes are counted.
import { existsSync, mkdirSync, rmdirSync } from "node:fs";
import { cgroupOf, mainHierarchies } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { hierarchies } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "cgroup-path",
  title:
    "[CG-3] [CG-4] [CG-6] [CG-9] [CG-12] [CG-13] [OP-28] cgroupsPath is made in every hierarchy and removed, its parent stays",
  oracle: "runc",
  needs: ["memory"],
  config: (place) => ({
    process: { args: ["sleep", "60"] },
    linux: { cgroupsPath: `/${place.id}-parent/child` },
  }),
  check(t) {
    const parent = `${t.place.id}-parent`;
    const mounts = mainHierarchies().map(({ mount }) => mount);
    for (const mount of mounts) {
      mkdirSync(`${mount}/${parent}`);
      t.later(() => rmdirSync(`${mount}/${parent}`));
    }
    for (const again of [false, true]) {
      const pid = t.up();
      for (const name of ["memory", "cpu", "pids", "devices", "freezer"])
        t.match(cgroupOf(pid, name), new RegExp(`/${parent}/child$`), name);
      t.succeeds(t.delete({ flags: ["--force"] }));
      for (const mount of mounts) {
        t.ok(!existsSync(`${mount}/${parent}/child`), `${mount}: left ${again ? "again" : ""}`);
        t.ok(existsSync(`${mount}/${parent}`), `${mount}: the parent is gone`);
      }
    }
    // A directory that only the unified hierarchy has is the runtime's own.
    for (const { mount, version } of hierarchies())
      if (version === 2 && !mounts.includes(mount) && existsSync(`${mount}/${parent}`))
        rmdirSync(`${mount}/${parent}`);
  },
});
