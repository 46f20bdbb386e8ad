// An ordinary user with subordinate ids.
import { execFileSync } from "node:child_process";
import { chownSync, statSync } from "node:fs";
import { namespace, script, usualMounts, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

// Of /etc/passwd on every Debian: the tools want a name for it.
const USER = 1;
const map = [
  { containerID: 0, hostID: USER, size: 1 },
  { containerID: 1, hostID: 500000, size: 1000 },
];

export const bundle = defineBundle({
  name: "rootless-maps",
  title: "[ID-1] [ID-3] an ordinary user's maps are written by newuidmap and newgidmap",
  oracle: { none: "runc 1.1 gives an ordinary user's container no additional groups" },
  needs: ["setpriv", "runtime-for-all", "newuidmap"],
  config: {
    process: script(
      "id -u; cat /proc/self/uid_map /proc/self/gid_map | tr -s ' '; id -G; touch /tmp/own; touch /tmp/other; chown 7:8 /tmp/other; sleep 60",
      { user: { uid: 0, gid: 0, additionalGids: [9] } },
    ),
    mounts: [
      usualMounts[0],
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755"] },
    ],
    linux: {
      cgroupsPath: undefined,
      resources: undefined,
      namespaces: [...usualNamespaces, namespace("user")],
      uidMappings: map,
      gidMappings: map,
    },
  },
  setup(t) {
    chownSync(t.inside(""), USER, USER);
    t.openUp();
    // The suite's mount namespace is its own: the machine's files stay as they are.
    for (const file of ["/etc/subuid", "/etc/subgid"]) {
      t.write(t.beside("sub"), "daemon:500000:1000\n");
      execFileSync("mount", ["--bind", t.beside("sub"), file]);
      t.later(() => void execFileSync("umount", [file]));
    }
  },
  check(t) {
    const user = ["--reuid", String(USER), "--regid", String(USER), "--clear-groups"];
    const wrap = ["setpriv", ...user];
    t.succeeds(t.create({ wrap }));
    t.succeeds(t.start({ wrap }));
    t.wait(
      () => t.exists(t.inside("tmp/other")) && statSync(t.inside("tmp/other")).uid !== USER,
      "all was written",
    );
    const lines = t.written
      .trim()
      .split("\n")
      .map((line) => line.trim());
    t.is(lines, ["0", `0 ${USER} 1`, "1 500000 1000", `0 ${USER} 1`, "1 500000 1000", "0 9"]);
    const owner = (name: string): readonly number[] => {
      const { uid, gid } = statSync(t.inside(name));
      return [uid, gid];
    };
    t.is(owner("tmp/own"), [USER, USER]);
    t.is(owner("tmp/other"), [500006, 500007]);
    t.is(t.succeeds(t.exec(["id", "-u"], { wrap, flags: ["--user", "5:6"] })), "5\n");
    t.succeeds(t.delete({ wrap, flags: ["--force"] }));

    const beyond = [{ containerID: 0, hostID: 700000, size: 10 }];
    t.rejects({ linux: { uidMappings: beyond } }, /newuidmap/, { wrap });
    t.rejects({ linux: { gidMappings: beyond } }, /newgidmap/, { wrap });
  },
});
