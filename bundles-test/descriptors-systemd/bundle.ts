// Sockets that a service manager passes.
import { closeSync, openSync } from "node:fs";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "descriptors-systemd",
  title: "[RL-2] LISTEN_FDS descriptors and variables reach the program",
  oracle: "runc",
  config: { process: script("env | grep ^LISTEN | sort; cat <&3; cat <&4") },
  setup(t) {
    for (const name of ["three", "four"]) t.write(t.beside(name), `${name}\n`);
  },
  check(t) {
    const extra = ["three", "four"].map((name) => openSync(t.beside(name), "r"));
    try {
      // The pid has to be the runtime's own: the shell sets it and becomes the runtime.
      const wrap = ["sh", "-c", 'LISTEN_PID=$$ LISTEN_FDS=2 exec "$@"', "sh"];
      const lines = t.output({ extra, wrap }).trim().split("\n");
      t.is(lines, ["LISTEN_FDS=2", "LISTEN_PID=1", "three", "four"]);
    } finally {
      for (const fd of extra) closeSync(fd);
    }
  },
});
