// A service in the foreground, as a unit of Type=notify runs it.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { bringService, manager } from "../harness/manager.ts";
import { beside } from "../harness/tools.ts";

// More than a socket's queue holds: who sends waits until somebody reads.
const many = Array.from({ length: 40 }, (_, index) => `STATUS=${index}`).join(" ");

export const bundle = defineBundle({
  name: "notify-foreground",
  title:
    "NOTIFY_SOCKET: a foreground run tells the manager, takes what comes afterwards, and ends with the status",
  oracle: { none: "runc 1.1 reads no more after READY=1: the program would wait for ever" },
  config: {
    process: script(
      `manager send READY=1; until [ -e /told ]; do sleep 0.02; done; manager send ${many}; exit 7`,
    ),
  },
  setup: bringService,
  check(t) {
    const { env, told } = manager(t, "socket");
    // The program goes on once the manager was told all.
    const wait = `until grep -q BARRIER "$1"; do sleep 0.02; done; touch "$2"`;
    beside(t, ["sh", "-c", wait, "sh", t.beside("socket.told"), t.inside("told")]);
    t.is(t.run({ env, flags: ["--pid-file", t.beside("pid")] }).status, 7);
    const words = ["READY=1", `MAINPID=${t.read(t.beside("pid"))}`, "BARRIER=1 with a descriptor"];
    t.is(told(), words);
    // Without a word the end is the end.
    t.configure({ process: script("exit 8") });
    t.is(t.run({ env }).status, 8);
    t.is(told(), words);
  },
});
