// Limits that were there before.
import { mkdirSync, writeFileSync } from "node:fs";
import { cgroupOf, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { controller } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "cgroup-kept",
  title: "[CG-10] limits of a cgroup that is there already stay when the configuration names none",
  oracle: "runc",
  needs: ["v1-memory", "v1-pids"],
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const memory = `${controller("memory") ?? ""}/${t.place.id}`;
    const pids = `${controller("pids") ?? ""}/${t.place.id}`;
    for (const path of [memory, pids]) mkdirSync(path);
    writeFileSync(`${memory}/memory.limit_in_bytes`, "104857600");
    writeFileSync(`${pids}/pids.max`, "77");
    const pid = t.created();
    t.is(value(cgroupOf(pid, "memory"), "memory.limit_in_bytes"), "104857600");
    t.is(value(cgroupOf(pid, "pids"), "pids.max"), "77");
  },
});
