// What a user without privileges cannot have, each with the hint that helps.
import { chownSync, mkdirSync } from "node:fs";
import { namespace, usualMounts, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { hinted } from "../harness/hints.ts";
import type { Json } from "../harness/json.ts";

const USER = "4321";
const setpriv = ["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"];
const ids = (size: number) => [{ containerID: 0, hostID: Number(USER), size }];
const linux = (changes: Json): Json => ({ linux: changes });

export const bundle = defineBundle({
  name: "error-hints-rootless",
  title: "what a user without privileges cannot have gives a hint",
  oracle: { none: "the words are tsrun's own" },
  needs: ["setpriv", "runtime-for-all"],
  config: {
    mounts: [
      usualMounts[0],
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755"] },
    ],
    linux: {
      cgroupsPath: undefined,
      resources: undefined,
      namespaces: [...usualNamespaces, namespace("user")],
      uidMappings: ids(1),
      gidMappings: ids(1),
    },
  },
  setup(t) {
    mkdirSync(t.inside("x"));
    mkdirSync(t.beside("tree/sub"), { recursive: true });
    for (const path of [t.inside(""), t.inside("x")]) chownSync(path, Number(USER), Number(USER));
    t.openUp();
  },
  check(t) {
    const wrap = { wrap: setpriv };
    t.is(t.run(wrap).status, 0);
    t.rejects(
      linux({ namespaces: usualNamespaces, uidMappings: undefined, gidMappings: undefined }),
      hinted("rootless-without-users"),
      wrap,
    );
    // Only the own id, and nothing in /etc/subuid.
    const [one = {}] = ids(1);
    const two = [one, { containerID: 1, hostID: 900000, size: 10 }];
    t.rejects(
      linux({ uidMappings: two, gidMappings: two }),
      /; hint: (they come with the package uidmap|a user maps the own id)/,
      wrap,
    );
    t.rejects(
      linux({ cgroupsPath: "/tsrun-hint", resources: { pids: { limit: 5 } } }),
      hinted("cgroup-not-yours"),
      wrap,
    );
    t.rejects(
      { process: { user: { uid: 0, gid: 0, additionalGids: [0] } } },
      /denies setgroups/,
      wrap,
    );
    t.configure();
    const elsewhere = ["--root", "/sys/tsrun", "create", "--bundle", t.place.bundle, t.place.id];
    t.fails(t.runtime.call(elsewhere, wrap), hinted("state-not-writable"));

    // A mount of the host with nosuid, in a mount namespace of this test's own.
    const tree = t.beside("tree");
    const prepare = `mount -t tmpfs -o nosuid none ${tree}/sub && exec "$@"`;
    const bind = { destination: "/x", type: "bind", source: tree, options: ["rbind"] };
    const loosen = { destination: "/x/sub", source: "none", options: ["remount", "bind", "suid"] };
    t.rejects({ mounts: [usualMounts[0], bind, loosen] }, hinted("locked-flags", "EPERM"), {
      wrap: ["unshare", "-m", "sh", "-c", prepare, "sh", ...setpriv],
    });
    // A host whose /proc is partly mounted over, as it is inside a container.
    const cover = `mount -t tmpfs none /proc/bus && exec "$@"`;
    t.rejects({}, hinted("proc-masked", "EPERM"), {
      wrap: ["unshare", "-m", "sh", "-c", cover, "sh", ...setpriv],
    });
  },
});
