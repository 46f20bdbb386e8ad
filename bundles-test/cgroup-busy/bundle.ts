// A cgroup in which somebody lives.
import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { defineBundle } from "../harness/define.ts";
import { controller } from "../harness/host.ts";
import { beside } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "cgroup-busy",
  title: "[CG-1] [CG-2] create in a cgroup that has processes fails and leaves them alone",
  oracle: { none: "runc 1.1 only warns" },
  needs: ["v1-pids"],
  config: {},
  check(t) {
    const path = `${controller("pids") ?? ""}/${t.place.id}`;
    mkdirSync(path);
    const { pid } = beside(t, ["sleep", "60"]);
    writeFileSync(`${path}/cgroup.procs`, String(pid));
    t.fails(t.create(), /container's cgroup is not empty: 1 process/);
    t.match(t.read(`/proc/${pid}/status`) ?? "", /^State:\tS/m);
    writeFileSync(`${controller("pids") ?? ""}/cgroup.procs`, String(pid));
    rmdirSync(path);
  },
});
