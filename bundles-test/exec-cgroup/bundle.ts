// Programs of exec count as the container's.
import { cgroupOf } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "exec-cgroup",
  title: "[CG-13] a detached exec is in the container's cgroup and ends with the container",
  oracle: "runc",
  needs: ["memory"],
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const pid = t.up();
    t.succeeds(t.exec(["sleep", "50"], { flags: ["--detach", "--pid-file", t.beside("pid")] }));
    const other = Number(t.read(t.beside("pid")));
    for (const name of ["memory", "pids", "devices", "cpu"])
      t.is(cgroupOf(other, name), cgroupOf(pid, name), name);
    t.succeeds(t.kill("KILL"));
    t.ended(other);
  },
});
