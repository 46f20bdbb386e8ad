// Real-time signals, and numbers that a shell would not name.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "kill-realtime",
  title: "[OP-23] kill knows real-time signals by name and by number",
  // runc 1.1 knows no names of real-time signals, crun 1.8 takes numbers that there are not.
  oracle: { none: "runc 1.1 has no such names, crun 1.8 refuses no number" },
  config: {
    process: script(
      'for s in 34 37 50 64; do trap "echo $s" $s; done; echo ready; while :; do sleep 0.05; done',
    ),
  },
  check(t) {
    t.up();
    const wrote = (text: string): void =>
      t.wait(() => t.written.endsWith(`${text}\n`), `${text} after ${t.written}`);
    wrote("ready");
    for (const [signal, text] of [
      ["RTMIN+3", "37"],
      ["SIGRTMIN", "34"],
      ["SIGRTMIN+3", "37"],
      ["RTMAX", "64"],
      ["SIGRTMAX-14", "50"],
      ["37", "37"],
    ] as const) {
      t.succeeds(t.kill(signal));
      wrote(text);
    }
    for (const signal of ["RTMIN+31", "RTMAX-31", "RTMIN-1", "65", "-1"])
      t.fails(t.kill(signal), /unknown signal|invalid signal|invalid argument/i);
    t.is(t.status, "running");
  },
});
