// A container on a terminal.
import { script } from "../harness/base.ts";
import { checkpoint, restore } from "../harness/criu.ts";
import { defineBundle } from "../harness/define.ts";
import { beside, tool } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "checkpoint-terminal",
  title: "the terminal of a restored container arrives at its console socket",
  oracle: "runc",
  needs: ["criu"],
  config: {
    process: {
      ...script('echo ready; while read line; do echo "got $line"; done'),
      terminal: true,
    },
  },
  check(t) {
    const socket = t.beside("console");
    const first = beside(t, [tool("terminal"), "socket", socket]);
    t.wait(() => t.exists(socket), "the socket is there");
    t.up({ flags: ["--console-socket", socket] });
    t.wait(() => first.output().includes("ready"), "the program is on its terminal");
    t.succeeds(checkpoint(t));

    t.fails(restore(t), /cannot allocate tty if runc will detach without setting console socket/);
    const again = t.beside("console-2");
    const second = beside(t, [tool("terminal"), "socket", again], "typed\n");
    t.wait(() => t.exists(again), "the second socket is there");
    t.succeeds(restore(t, ["--console-socket", again]));
    t.wait(() => second.output().includes("got typed"), "the line arrived");
    t.is(t.status, "running");
  },
});
