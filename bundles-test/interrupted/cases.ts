// The verbs that are interrupted.
import type { Place } from "../harness/define.ts";
import type { Case } from "./lab.ts";
import type { Json } from "../harness/json.ts";

// With parents of its cgroup that are made for it.
const usual = (place: Place): Json => ({
  process: { args: ["sleep", "600"] },
  linux: { cgroupsPath: `/${place.id}-above/between/it` },
});
// Everything is mounted in the runtime's own mount namespace, and nobody dies with a pid 1.
const bare: Json = {
  hostname: undefined,
  linux: {
    namespaces: [{ type: "ipc" }],
    maskedPaths: undefined,
    readonlyPaths: undefined,
  },
  mounts: [{ destination: "/proc", type: "proc", source: "proc" }],
  process: { args: ["sleep", "600"] },
};
const create = ["create", "--pid-file", "PIDFILE", "--bundle", "BUNDLE", "ID"];
const start = ["start", "ID"];

/** Every verb that changes something, in the states that it meets. */
export const CASES: readonly Case[] = [
  { name: "create", config: usual, before: [], verb: create },
  { name: "start", config: usual, before: [create], verb: start },
  {
    name: "exec",
    config: usual,
    before: [create, start],
    verb: ["exec", "--detach", "--pid-file", "PIDFILE", "ID", "sleep", "600"],
  },
  { name: "kill", config: usual, before: [create, start], verb: ["kill", "ID", "KILL"] },
  {
    name: "delete",
    config: usual,
    before: [create, start],
    verb: ["delete", "--force", "ID"],
  },
  { name: "delete-created", config: usual, before: [create], verb: ["delete", "ID"] },
  { name: "pause", config: usual, before: [create, start], verb: ["pause", "ID"] },
  {
    name: "resume",
    config: usual,
    before: [create, start, ["pause", "ID"]],
    verb: ["resume", "ID"],
  },
  {
    name: "update",
    config: usual,
    before: [create, start],
    verb: ["update", "--memory", "64M", "--pids-limit", "50", "--cpu-share", "512", "ID"],
  },
  { name: "run", config: usual, before: [], verb: ["run", "--detach", "--bundle", "BUNDLE", "ID"] },
  { name: "create-bare", config: bare, before: [], verb: create },
  { name: "delete-bare", config: bare, before: [create, start], verb: ["delete", "--force", "ID"] },
];
