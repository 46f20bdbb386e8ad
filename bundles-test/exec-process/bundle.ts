// exec with a process document.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "exec-process",
  title: "exec --process takes a whole process document",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    t.up();
    const document = {
      args: ["sh", "-c", "echo $WORD; id -u; pwd; ulimit -f; grep CapBnd /proc/self/status; cat"],
      env: ["PATH=/bin", "WORD=from a file"],
      cwd: "/home",
      user: { uid: 5, gid: 6 },
      // Not RLIMIT_NOFILE: the oracle's language raises its soft limit at times.
      rlimits: [{ type: "RLIMIT_FSIZE", soft: 4096000, hard: 8192000 }],
      capabilities: { bounding: ["CAP_KILL"] },
    };
    t.write(t.beside("process.json"), JSON.stringify(document));
    const flags = ["--process", t.beside("process.json")];
    const result = t.runtime.call(["exec", ...flags, t.place.id], { input: "through stdin\n" });
    t.is(
      t.succeeds(result),
      "from a file\n5\n/home\n8000\nCapBnd:\t0000000000000020\nthrough stdin\n",
    );
  },
});
