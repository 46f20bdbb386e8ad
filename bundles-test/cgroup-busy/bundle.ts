// A cgroup in which somebody lives.
import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { defineBundle } from "../harness/define.ts";
import { hierarchyOf } from "../harness/cgroup.ts";
import { beside } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "cgroup-busy",
  title: "[CG-1] [CG-2] create in a cgroup that has processes fails and leaves them alone",
  oracle: { none: "runc 1.1 only warns" },
  needs: ["pids"],
  config: {},
  check(t) {
    const { mount } = hierarchyOf("pids");
    const path = `${mount}/${t.place.id}`;
    mkdirSync(path);
    const { pid } = beside(t, ["sleep", "60"]);
    writeFileSync(`${path}/cgroup.procs`, String(pid));
    t.fails(t.create(), /container's cgroup is not empty: 1 process/);
    t.match(t.read(`/proc/${pid}/status`) ?? "", /^State:\tS/m);
    writeFileSync(`${mount}/cgroup.procs`, String(pid));
    rmdirSync(path);
  },
});
