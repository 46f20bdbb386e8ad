// Files of the image that block whoever opens them.
import { execFileSync } from "node:child_process";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "attack-fifo",
  title: "FIFOs for the files that a runtime may read do not hold it up",
  oracle: { none: "runc 1.1 waits for a writer" },
  config: { process: { args: ["echo", "ran"], env: ["PATH=/bin"] } },
  check(t) {
    for (const name of ["etc/passwd", "etc/group"]) {
      t.remove(t.inside(name));
      execFileSync("mkfifo", [t.inside(name)]);
    }
    t.is(t.output({ limit: 5_000 }), "ran\n");
  },
});
