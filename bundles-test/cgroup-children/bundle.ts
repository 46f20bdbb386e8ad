// Cgroups that a container made in its own.
import { existsSync, mkdirSync } from "node:fs";
import { cgroupOf } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "cgroup-children",
  title: "[OP-27] [L-17] delete removes cgroups below the container's",
  oracle: "runc",
  needs: ["memory", "pids"],
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const pid = t.up();
    const own = ["memory", "pids"].map((name) => cgroupOf(pid, name));
    for (const path of own) mkdirSync(`${path}/a/b`, { recursive: true });
    t.succeeds(t.kill("KILL"));
    t.ended(pid);
    t.succeeds(t.delete());
    for (const path of own) t.ok(!existsSync(path), `${path} is left`);
  },
});
