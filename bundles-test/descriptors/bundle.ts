// Descriptors that the caller leaks.
import { closeSync, openSync } from "node:fs";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "descriptors",
  title:
    "[CT-4] [RL-1] no descriptor of the caller but 0-2 reaches the program, from create or exec",
  oracle: "runc",
  config: { process: script("ls -l /proc/self/fd; sleep 60") },
  check(t) {
    const extra = Array.from({ length: 12 }, () => openSync("/etc/passwd", "r"));
    const directory = openSync(t.place.side, "r");
    const count = (text: string): readonly string[] =>
      text.split("\n").flatMap((line) => /(\d+) -> (?!\/proc\/)/.exec(line)?.[1] ?? []);
    try {
      t.up({ extra: [...extra, directory] });
      t.wait(() => t.written.includes("2 ->"), "the program wrote");
      t.is(count(t.written), ["0", "1", "2"]);
      const { stdout } = t.exec(["ls", "-l", "/proc/self/fd"], { extra: [...extra, directory] });
      t.is(count(stdout), ["0", "1", "2"], "exec");
    } finally {
      for (const fd of [...extra, directory]) closeSync(fd);
    }
  },
});
