// Signals to a foreground run.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { beside } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "run-signals",
  title: "foreground run hands signals on to the program and cleans up when it ends",
  oracle: "runc",
  config: {
    process: script("trap 'echo caught; exit 9' TERM; echo ready; while :; do sleep 0.05; done"),
  },
  check(t) {
    const command = t.runtime.command(["run", "--bundle", t.place.bundle, t.place.id]);
    const shell = '"$@" & echo pid $!; wait $!; echo status $?';
    const run = beside(t, ["sh", "-c", shell, "sh", ...command]);
    t.wait(() => run.output().includes("ready"), "the program runs");
    process.kill(Number(/pid (\d+)/.exec(run.output())?.[1]), "SIGTERM");
    t.wait(() => run.output().includes("status"), "run ended");
    t.match(run.output(), /caught\nstatus 9\n/);
    t.fails(t.runtime.call(["state", t.place.id]), /container does not exist/);
  },
});
