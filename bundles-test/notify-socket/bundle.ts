// A service tells its manager that it is ready.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { lives } from "../harness/host.ts";
import { bringService, manager } from "../harness/manager.ts";
import { beside } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "notify-socket",
  title:
    "NOTIFY_SOCKET: start and run --detach return once the manager knows that the program is ready",
  oracle: { none: "runc 1.1 sends no barrier, and nothing when READY=1 is not the first line" },
  config: {
    process: script(
      "echo $NOTIFY_SOCKET; manager send STATUS=x 'MAINPID=1\nREADY=1\nFDSTORE=1'; sleep 60",
    ),
  },
  setup: bringService,
  check(t) {
    const first = manager(t, "first");
    const { env } = first;
    const pid = t.created({ env });
    t.is(first.told(), [], "before start");
    t.succeeds(t.start({ env }));
    // The last of them is acknowledged before start returns.
    const words = (init: number) => ["READY=1", `MAINPID=${init}`, "BARRIER=1 with a descriptor"];
    t.is(first.told(), words(pid));
    t.is(t.written, "/run/notify/notify.sock\n");
    t.match(t.read(`/proc/${pid}/mounts`) ?? "", /^\S+ \/run\/notify \S+ ro,nosuid,nodev,noexec/m);
    t.succeeds(t.delete({ flags: ["--force"] }));

    const second = manager(t, "second");
    t.succeeds(t.run({ env: second.env, flags: ["--detach"] }));
    t.is(second.told(), words(t.pid));
    t.succeeds(t.delete({ flags: ["--force"] }));

    // Not before the manager says that it took note, here by its end.
    const slow = manager(t, "slow", "hold");
    t.succeeds(t.create({ env: slow.env }));
    const begun = beside(t, [
      "env",
      `NOTIFY_SOCKET=${slow.path}`,
      ...t.runtime.command(["start", t.place.id]),
    ]);
    t.wait(() => slow.told().length === 3, "the barrier");
    t.ok(lives(begun.pid), "start waits for the manager");
    slow.stop();
    t.ended(begun.pid);
    t.is([begun.output(), t.status], ["", "running"]);
    t.succeeds(t.delete({ flags: ["--force"] }));

    // One that is never ready keeps nobody waiting once it has ended.
    const third = manager(t, "third");
    t.configure({ process: script("manager send STATUS=x") });
    t.succeeds(t.create({ env: third.env }));
    t.succeeds(t.start({ env: third.env }));
    t.is(third.told(), []);
    t.succeeds(t.delete());

    // Nobody listens when start has no manager.
    t.configure({ process: script("echo $NOTIFY_SOCKET; ls /run/notify") });
    const alone = t.created({ env });
    t.succeeds(t.start());
    t.ended(alone);
    t.is(t.written, "/run/notify/notify.sock\n");
    t.succeeds(t.delete());
  },
});
