// A broken state of a container that shares the runtime's mount namespace.
import { truncateSync } from "node:fs";
import { join } from "node:path";
import { lives, mountLines } from "../harness/host.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "state-cut-mounts",
  title: "delete --force of a broken state takes away what was mounted for the container",
  oracle: { none: "the files are tsrun's own" },
  config: {
    hostname: undefined,
    mounts: [],
    linux: { namespaces: [], maskedPaths: undefined, readonlyPaths: undefined },
    process: { args: ["sleep", "60"] },
  },
  check(t) {
    const before = mountLines();
    const pid = t.up();
    t.ok(mountLines().length > before.length, "nothing is mounted");
    truncateSync(join(t.runtime.root, t.place.id, "state.json"), 100);
    t.remove(join(t.runtime.root, t.place.id, "front"));
    t.is(t.delete({ flags: ["--force"] }), { status: 0, stdout: "", stderr: "" });
    t.ok(!lives(pid), "the process lives");
    t.is(mountLines(), before);
  },
});
