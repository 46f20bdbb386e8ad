// A container to disk and back.
import { cgroupOf, value } from "../harness/cgroup.ts";
import {
  checkpoint,
  counted,
  counting,
  countsOn,
  prepareCount,
  quiet,
  restore,
} from "../harness/criu.ts";
import { defineBundle } from "../harness/define.ts";
import { modeOf } from "../harness/host.ts";
import { leftovers } from "../harness/leaks.ts";

export const bundle = defineBundle({
  name: "checkpoint",
  title: "a container is saved and gone; restored from its bundle it goes on where it was",
  oracle: "runc",
  needs: ["criu", "pids"],
  config: (place) => ({
    ...counting(place, "mkdir /dev/shm/kept; "),
    hooks: {
      prestart: [{ path: "/bin/sh", args: ["sh", "-c", `echo prestart >>${place.side}/hooks`] }],
      createRuntime: [
        {
          path: "/bin/sh",
          args: ["sh", "-c", `cat >>${place.side}/told; echo >>${place.side}/told`],
        },
      ],
      poststop: [{ path: "/bin/sh", args: ["sh", "-c", `echo poststop >>${place.side}/hooks`] }],
    },
    linux: { resources: { pids: { limit: 50 } } },
  }),
  setup: prepareCount,
  check(t) {
    t.up({ wrap: quiet });
    countsOn(t, 0);
    // --image-path and --work-path: images here, CRIU's log there.
    t.is(t.succeeds(checkpoint(t)), "");
    t.is(leftovers(t.place.id, t.runtime.root), [], "left after a checkpoint");
    t.fails(t.runtime.call(["state", t.place.id]), /container does not exist/);
    t.is(t.read(t.beside("hooks")), "prestart\npoststop\n");
    t.ok(t.exists(t.beside("images/inventory.img")), "there is an image");
    t.ok(t.exists(t.beside("work/dump.log")), "there is a log");
    t.is(t.read(t.beside("images/descriptors.json")), '["/dev/null","/dev/null","/dev/null"]');
    if (t.runtime.kind === "tsrun") t.is(modeOf(t.beside("images")), 0o700);
    const before = counted(t);

    // What is restored is the bundle's container: its limits are those of config.json now.
    t.configure({ linux: { resources: { pids: { limit: 60 } } } });
    const file = t.beside("pid");
    // --bundle and --detach are given too, and --no-subreaper with one dash as engines write it.
    t.is(t.succeeds(restore(t, ["--pid-file", file, "-no-subreaper"])), "");
    t.ok(t.exists(t.beside("work/restore.log")), "there is a log of the restore");
    t.is(t.status, "running");
    t.is(t.read(file), `${t.pid}`);
    countsOn(t, before);
    t.ok(counted(t) < before + 1000, "it did not begin again");
    t.is(t.read(t.beside("hooks")), "prestart\npoststop\nprestart\n");
    const told = (t.read(t.beside("told")) ?? "").trim().split("\n");
    t.is((JSON.parse(told.at(-1) ?? "") as { pid: number }).pid, t.pid);
    t.is(value(cgroupOf(t.pid, "pids"), "pids.max"), "60");

    const look =
      "wc -c </proc/timer_list; ls -A /proc/scsi 2>/dev/null; test -d /dev/shm/kept && echo kept; " +
      "touch /proc/sys/x 2>/dev/null || echo read-only; hostname";
    t.is(t.succeeds(t.exec(["sh", "-c", look])), "0\nkept\nread-only\nbox\n");
    // runc leaves it down.
    if (t.runtime.kind === "tsrun")
      t.is(t.succeeds(t.exec(["cat", "/sys/class/net/lo/flags"])), "0x9\n", "flags of lo");
    t.is(JSON.parse(t.succeeds(t.runtime.call(["list", "--format", "json"]))).length, 1);
    t.ok(
      t.succeeds(t.runtime.call(["ps", "--format", "json", t.place.id])).includes(`${t.pid}`),
      "ps",
    );
    t.ok(t.succeeds(t.runtime.call(["events", "--stats", t.place.id])).includes("pids"), "events");
    t.succeeds(t.runtime.call(["pause", t.place.id]));
    t.is(t.status, "paused");
    t.succeeds(t.runtime.call(["resume", t.place.id]));
    t.fails(t.delete(), /that is not stopped: running/);
    t.fails(t.start(), /cannot start an already running container/);
    t.fails(restore(t), /container with given ID already exists/);

    const { pid } = t;
    t.succeeds(t.kill("KILL"));
    t.ended(pid);
    t.is(t.status, "stopped");
    t.succeeds(t.delete());
    t.is(leftovers(t.place.id, t.runtime.root), [], "left after a delete");
  },
});
