// Bind mounts that translate owners.
import { execFileSync } from "node:child_process";
import { chownSync, statSync } from "node:fs";
import { join } from "node:path";
import { namespace, script, usualMounts, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { hinted } from "../harness/hints.ts";
import type { Json } from "../harness/json.ts";

const map = (hostID: number): Json => {
  const entries = [{ containerID: 0, hostID, size: 1000 }];
  return { uidMappings: entries, gidMappings: entries };
};
const users: Json = {
  linux: { ...map(100000), namespaces: [...usualNamespaces, namespace("user")] },
};
const show = "stat -c %u:%g /data/file /data/sub/file; touch /data/new";

export const bundle = defineBundle({
  name: "mount-idmap",
  title:
    "[MT-14] [MT-15] [MT-16] [MT-17] [MO-60] [MO-61] [MO-62] [MO-63] idmapped binds translate owners both ways and change none",
  oracle: {
    none: "runc 1.1 has none; crun 1.8, which maps the same way, leaves the mounts below out",
  },
  config: { process: script(show) },
  setup(t) {
    t.write(t.beside("file"), "");
    chownSync(t.beside("file"), 5, 6);
    // A mount below of a file system that every kernel can map: the disk itself.
    t.write(t.beside("sub/x"), "");
    t.write(join(t.place.bundle, "below/x"), "");
    execFileSync("mount", ["--bind", join(t.place.bundle, "below"), t.beside("sub")]);
    t.later(() => void execFileSync("umount", ["-l", t.beside("sub")]));
    t.write(t.beside("sub/file"), "");
  },
  check(t) {
    const data = (options: readonly string[], more: Json = {}): Json => ({
      mounts: [...usualMounts, { destination: "/data", source: t.place.side, options, ...more }],
    });
    const owner = (name: string): string => {
      const { uid, gid } = statSync(t.beside(name));
      t.remove(t.beside("new"));
      return `${uid}:${gid}`;
    };
    t.is(t.outputOf(data(["rbind"])), "5:6\n0:0\n", "plain");
    t.is(owner("new"), "0:0");

    // The container's root is nobody on a mount that maps other ids only: it may not make a file.
    t.configure(data(["rbind"], map(7000)));
    t.is(t.run().stdout, "7005:7006\n0:0\n", "mappings without the word, the top alone");
    t.configure(data(["rbind", "ridmap"], map(7000)));
    t.is(t.run().stdout, "7005:7006\n7000:7000\n", "all below too");
    t.is(owner("file"), "5:6", "on the host");

    t.is(
      t.outputOf({ ...users, ...data(["rbind", "ridmap"]) }),
      "5:6\n0:0\n",
      "the container's map",
    );
    t.is(owner("new"), "0:0", "made through the container's map");
    t.is(
      t.outputOf({ ...users, ...data(["rbind", "ridmap"], map(100000)) }),
      "5:6\n0:0\n",
      "a map of its own",
    );
    t.is(owner("new"), "0:0", "made through the mount's map");
    const ranges = "uids=0-100000-1000;gids=0-100000-1000";
    t.is(t.outputOf({ ...users, ...data(["bind", `idmap=${ranges}`]) }).split("\n")[0], "5:6");
    t.remove(t.beside("new"));

    const control = { destination: "/data", source: "/proc/sys", options: ["bind"], ...map(7000) };
    t.rejects({ mounts: [...usualMounts, control] }, hinted("idmap-unsupported", "EINVAL"));
    t.rejects(data(["bind", "idmap"]), /needs mappings of the mount, or a user namespace/);
    const { uidMappings } = map(1);
    t.rejects(data(["bind"], { uidMappings }), /gidMappings/);
    t.rejects(
      { mounts: [...usualMounts, { destination: "/data", type: "tmpfs", ...map(7000) }] },
      /only a bind mount can be idmapped/,
    );
  },
});
