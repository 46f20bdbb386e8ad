// Descriptors that are meant to arrive.
import { closeSync, openSync } from "node:fs";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "descriptors-preserved",
  title: "[CT-4] [RL-2] --preserve-fds hands on exactly that many descriptors, at the same numbers",
  oracle: "runc",
  config: {
    process: script(
      // Not by a pipe: the shell would still hold its end at times.
      "cat <&3; cat <&4; ls /proc/$$/fd >/tmp/fds; tr '\\n' ' ' </tmp/fds",
    ),
  },
  setup(t) {
    for (const name of ["three", "four", "five"]) t.write(t.beside(name), `${name}\n`);
  },
  check(t) {
    const extra = ["three", "four", "five"].map((name) => openSync(t.beside(name), "r"));
    try {
      const output = t.output({ extra, flags: ["--preserve-fds", "2"] });
      const wanted = /^three\nfour\n0 1 (10 )?2 3 4 $/;
      t.match(output, wanted);

      // create, where others read from the same descriptions: each test has its own.
      const again = ["three", "four", "five"].map((name) => openSync(t.beside(name), "r"));
      extra.push(...again);
      t.match(t.lifecycle({ extra: again, flags: ["--preserve-fds=2"] }), wanted);

      t.configure({ process: { args: ["sleep", "60"] } });
      t.up();
      const third = ["three", "four", "five"].map((name) => openSync(t.beside(name), "r"));
      extra.push(...third);
      const command = ["sh", "-c", "cat <&3; cat <&4; ! cat <&5"];
      const exec = t.exec(command, { extra: third, flags: ["--preserve-fds", "2"] });
      t.is([exec.status, exec.stdout], [0, "three\nfour\n"], "exec");
    } finally {
      for (const fd of extra) closeSync(fd);
    }
  },
});
