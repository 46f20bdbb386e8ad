// CVE-2016-9962: a process that joins holds descriptors of the host for a moment.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

// The kernel shows exe and fd of a process only to who may trace it. Those of the programs that exec
// starts are busybox too, and may be seen.
const attack = [
  "while :; do for p in /proc/[0-9]*; do",
  "exe=$(readlink $p/exe); case $exe in /bin/busybox|'') ;; *)",
  "echo $exe $(ls $p/fd 2>&1) >> /tmp/seen;;",
  "esac; done; done",
].join(" ");

export const bundle = defineBundle({
  name: "attack-join",
  title: "a container sees neither program nor descriptors of a runtime's process that joins it",
  oracle: "runc",
  config: { process: script(attack) },
  check(t) {
    t.up();
    for (let turn = 0; turn < 30; turn++) t.succeeds(t.exec(["true"]));
    t.is(t.read(t.inside("tmp/seen")), undefined, "seen of a process that joins");
  },
});
