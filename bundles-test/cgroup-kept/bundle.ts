// Limits that were there before.
import { mkdirSync, writeFileSync } from "node:fs";
import { cgroupOf, either, enable, hierarchyOf, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "cgroup-kept",
  title: "[CG-10] limits of a cgroup that is there already stay when the configuration names none",
  oracle: "runc",
  needs: ["memory", "pids"],
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const limit = either("memory", "memory.limit_in_bytes", "memory.max");
    const memory = `${hierarchyOf("memory").mount}/${t.place.id}`;
    const pids = `${hierarchyOf("pids").mount}/${t.place.id}`;
    enable("memory", "pids");
    for (const path of new Set([memory, pids])) mkdirSync(path);
    writeFileSync(`${memory}/${limit}`, "104857600");
    writeFileSync(`${pids}/pids.max`, "77");
    const pid = t.created();
    t.is(value(cgroupOf(pid, "memory"), limit), "104857600");
    t.is(value(cgroupOf(pid, "pids"), "pids.max"), "77");
  },
});
