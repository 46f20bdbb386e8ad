// Signals by name and number.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "kill-signals",
  title: "[OP-23] kill sends the named signal, by number or name, and TERM when none is named",
  oracle: "runc",
  config: {
    process: script(
      'for s in USR1 HUP TERM INT; do trap "echo $s" $s; done; echo ready; while :; do sleep 0.05; done',
    ),
  },
  check(t) {
    t.up();
    const wrote = (text: string): void =>
      t.wait(() => t.written.endsWith(`${text}\n`), `${text} after ${t.written}`);
    wrote("ready");
    for (const [signal, text] of [
      ["USR1", "USR1"],
      ["SIGHUP", "HUP"],
      ["2", "INT"],
      ["usr1", "USR1"],
    ] as const) {
      t.succeeds(t.kill(signal));
      wrote(text);
    }
    t.succeeds(t.runtime.call(["kill", t.place.id]));
    wrote("TERM");
  },
});
