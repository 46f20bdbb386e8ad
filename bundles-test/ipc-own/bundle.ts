// System V objects.
import { execFileSync } from "node:child_process";
import { script, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { member } from "../harness/json.ts";

export const bundle = defineBundle({
  name: "ipc-own",
  title:
    "[NS-6] objects of the host are not in a new IPC namespace, and in an inherited one they are",
  oracle: "runc",
  needs: ["ipcmk"],
  config: { process: script("tail -n +2 /proc/sysvipc/sem | awk '{print $2}'") },
  check(t) {
    const made = execFileSync("ipcmk", ["--semaphore", "1"], { encoding: "utf8" });
    const id = /\d+/.exec(made)?.[0] ?? "";
    t.later(() => void execFileSync("ipcrm", ["--semaphore-id", id]));
    t.is(t.output(), "");
    const namespaces = usualNamespaces.filter((entry) => member(entry, "type") !== "ipc");
    const seen = t.outputOf({ linux: { namespaces } }).split("\n");
    t.ok(seen.includes(id), `semaphore ${id} in the inherited namespace`);
  },
});
