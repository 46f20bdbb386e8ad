// Flags of the host's mounts, in a user namespace.
import { execFileSync } from "node:child_process";
import { namespace, script, usualMounts, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { hinted } from "../harness/hints.ts";
import type { Json } from "../harness/json.ts";

const map = [{ containerID: 0, hostID: 100000, size: 1000 }];
const admin = ["CAP_SYS_ADMIN"];

export const bundle = defineBundle({
  name: "bind-locked",
  title:
    "binds into a user namespace keep the flags of the host's mounts, whatever else is asked, and these are locked",
  oracle: { none: "runc 1.1 does not find the flags of the mount and is refused" },
  config: {
    process: script(
      "grep ' /data' /proc/self/mountinfo | cut -d' ' -f5,6; mount -o remount,bind,rw none /data 2>&1; mount -o remount,bind,exec,suid none /data/sub 2>&1",
      { capabilities: { bounding: admin, permitted: admin, effective: admin } },
    ),
    linux: {
      namespaces: [...usualNamespaces, namespace("user")],
      uidMappings: map,
      gidMappings: map,
    },
  },
  setup(t) {
    const mount = (options: string, name: string): void => {
      t.write(t.beside(`${name}/x`), "");
      execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", t.beside(name)]);
      t.later(() => void execFileSync("umount", ["-l", t.beside(name)]));
    };
    t.write(t.inside("data/x"), ""); // the mount point, of the image
    mount("nosuid,nodev,noexec,noatime,mode=755", "source");
    mount("nosuid,nodev,noexec,mode=755", "source/sub");
    execFileSync("mount", [
      "-o",
      "remount,bind,ro,nosuid,nodev,noexec,noatime",
      t.beside("source"),
    ]);
  },
  check(t) {
    const data = (...options: readonly string[]): Json => ({
      mounts: [...usualMounts, { destination: "/data", source: t.beside("source"), options }],
    });
    const top = "/data ro,nosuid,nodev,noexec,noatime";
    const sub = "/data/sub rw,nosuid,nodev,noexec,relatime";
    const denied = "mount: permission denied (are you root?)";
    for (const options of [["rbind"], ["rbind", "nosuid"], ["rbind", "rslave"]]) {
      t.configure(data(...options));
      t.is(t.run().stdout.trim().split("\n"), [top, sub, denied, denied], options.join());
    }
    // Engines always say rw.
    const log = t.beside("log");
    t.configure(data("rbind", "rw"));
    const lines = t
      .run({ globals: ["--log", log] })
      .stdout.trim()
      .split("\n");
    t.is(lines, [top, sub, denied, denied], "rw");
    t.match(t.read(log) ?? "", /level=warning.*\/data.*stays read-only, as the host has it/);
    t.rejects(data("rbind", "exec"), hinted("locked-flags", "EPERM"));
    t.configure(data("rbind", "rro"));
    t.is(t.run().stdout.trim().split("\n").slice(0, 2), [top, sub.replace("rw", "ro")]);
  },
});
