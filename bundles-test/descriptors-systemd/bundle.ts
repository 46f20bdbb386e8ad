// Sockets that a service manager passes.
import { closeSync, openSync } from "node:fs";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "descriptors-systemd",
  title:
    "[RL-2] LISTEN_FDS descriptors and variables reach the program, --preserve-fds behind them",
  oracle: "runc",
  config: { process: script("env | grep ^LISTEN | sort; cat <&3; cat <&4") },
  setup(t) {
    for (const name of ["three", "four"]) t.write(t.beside(name), `${name}\n`);
  },
  check(t) {
    // The pid has to be the runtime's own: the shell sets it and becomes the runtime.
    const run = (variables: string, ...flags: readonly string[]) => {
      const extra = ["three", "four"].map((name) => openSync(t.beside(name), "r"));
      try {
        return t.run({ extra, flags, wrap: ["sh", "-c", `${variables} exec "$@"`, "sh"] });
      } finally {
        for (const fd of extra) closeSync(fd);
      }
    };
    const both = (count: number) => `LISTEN_FDS=${count}\nLISTEN_PID=1\nthree\nfour\n`;
    t.is(t.succeeds(run("LISTEN_PID=$$ LISTEN_FDS=2")), both(2));
    t.is(t.succeeds(run("LISTEN_PID=$$ LISTEN_FDS=1", "--preserve-fds", "1")), both(1));
    // Meant for somebody else.
    t.is(run("LISTEN_PID=1 LISTEN_FDS=2").stdout, "");
  },
});
