// A service whose program is no root, in a user namespace.
import { chownSync } from "node:fs";
import { namespace, script, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { bringService, manager } from "../harness/manager.ts";

const ids = [{ containerID: 0, hostID: 100000, size: 65536 }];

export const bundle = defineBundle({
  name: "notify-user",
  title:
    "NOTIFY_SOCKET: any user of a user namespace may send, and state roots may have long paths",
  oracle: { none: "runc 1.1 sends no barrier, and its socket's path ends at 107 bytes" },
  config: {
    process: script("id -u; manager send READY=1; sleep 60", { user: { uid: 1000, gid: 1000 } }),
    linux: {
      namespaces: [...usualNamespaces, namespace("user")],
      uidMappings: ids,
      gidMappings: ids,
    },
  },
  setup(t) {
    bringService(t);
    chownSync(t.inside(""), 100000, 100000);
    t.openUp();
  },
  check(t) {
    const { env, told } = manager(t, "socket");
    const pid = t.created({ env });
    t.succeeds(t.start({ env }));
    t.is(told(), ["READY=1", `MAINPID=${pid}`, "BARRIER=1 with a descriptor"]);
    t.is(t.written, "1000\n");
    t.succeeds(t.delete({ flags: ["--force"] }));

    const root = `${t.runtime.root}/${"deep/".repeat(30)}`;
    const call = (verb: readonly string[]) =>
      t.succeeds(t.runtime.call(["--root", root, ...verb], { env }));
    call(["run", "--detach", "--bundle", t.place.bundle, t.place.id]);
    t.is(told().length, 6);
    call(["delete", "--force", t.place.id]);
    t.ok(!t.exists(`${root}${t.place.id}`), "the state directory is gone");
    t.remove(`${t.runtime.root}/deep`);
  },
});
