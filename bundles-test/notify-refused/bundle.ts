// What cannot be had with NOTIFY_SOCKET.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { hinted } from "../harness/hints.ts";
import { bringService, manager } from "../harness/manager.ts";

export const bundle = defineBundle({
  name: "notify-refused",
  title:
    "NOTIFY_SOCKET: start says that nobody listens before the program runs; a root without a place for the socket is named",
  oracle: { none: "the words are tsrun's own" },
  config: { process: script("manager send READY=1; sleep 60") },
  setup: bringService,
  check(t) {
    const { env } = manager(t, "socket");
    t.succeeds(t.create({ env }));
    const nobody = { ...env, NOTIFY_SOCKET: t.beside("nosuch") };
    t.fails(t.start({ env: nobody }), /NOTIFY_SOCKET: connect .*nosuch: no such file or directory/);
    const odd = { ...env, NOTIFY_SOCKET: "vsock:2:1234" };
    t.fails(
      t.start({ env: odd }),
      /NOTIFY_SOCKET must be an absolute path or @name, not vsock:2:1234/,
    );
    t.is(t.status, "created");
    t.succeeds(t.start({ env }));
    t.succeeds(t.delete({ flags: ["--force"] }));

    t.remove(t.inside("run"));
    // An image on a read-only file system, without /run.
    const { bundle: place } = t.place;
    const prepare = `mount --bind ${place}/rootfs ${place}/rootfs && mount -o remount,bind,ro ${place}/rootfs && exec "$@"`;
    t.rejects({}, hinted("notify-place", "EROFS"), {
      env,
      wrap: ["unshare", "-m", "sh", "-c", prepare, "sh"],
    });
    // It works with a mount around the place.
    t.configure({ mounts: [{ destination: "/run", type: "tmpfs", source: "tmpfs" }] });
    t.succeeds(t.run({ env, flags: ["--detach"] }));
  },
});
