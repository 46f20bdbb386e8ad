// A terminal of a foreground run.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { tool } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "console-foreground",
  title:
    "[P-3] foreground run and exec with a terminal relay it, with the caller's size, and end with the status",
  oracle: { none: "runc 1.1 sets the size after the program began: it passes most times only" },
  config: { process: { ...script("tty; stty size; exit 5"), terminal: true } },
  check(t) {
    const wrap = [tool("terminal"), "pty", "31", "97"];
    const result = t.run({ wrap });
    t.match(result.stdout.replaceAll("\r", ""), /^\/dev\/(pts\/0|console)\n31 97\n$/);
    t.is(result.status, 5);
    t.configure({ process: { args: ["sleep", "60"], terminal: false } });
    t.up();
    const exec = t.exec(["sh", "-c", "tty; stty size; exit 6"], { wrap, flags: ["--tty"] });
    t.match(exec.stdout.replaceAll("\r", ""), /^\/dev\/pts\/\d+\n31 97\n$/);
    t.is(exec.status, 6);
  },
});
