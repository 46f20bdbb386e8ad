// The flags before the verb, for somebody who is not root.
import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync, readdirSync } from "node:fs";
import { namespace, usualMounts, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { modeOf } from "../harness/host.ts";
import type { Result } from "../harness/runtime.ts";

const USER = "4321";
const ids = [{ containerID: 0, hostID: Number(USER), size: 1 }];
const asUser = ["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"];

export const bundle = defineBundle({
  name: "rootless-globals",
  title:
    "an ordinary user: --root, else a sticky directory in XDG_RUNTIME_DIR; --rootless forgives cgroups; --systemd-cgroup asks the user's systemd",
  oracle: { none: "the words are tsrun's own, and runc 1.1 forgives by other rules" },
  needs: ["setpriv", "runtime-for-all"],
  config: {
    process: { args: ["true"] },
    mounts: [
      usualMounts[0],
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755"] },
    ],
    linux: {
      cgroupsPath: undefined,
      resources: undefined,
      namespaces: [...usualNamespaces, namespace("user")],
      uidMappings: ids,
      gidMappings: ids,
    },
  },
  setup(t) {
    chownSync(t.inside(""), Number(USER), Number(USER));
    mkdirSync(t.beside("runtime"), { mode: 0o700 });
    chownSync(t.beside("runtime"), Number(USER), Number(USER));
    t.openUp();
  },
  check(t) {
    const { id, bundle } = t.place;
    const [wrap, create] = [asUser, ["create", "--bundle", bundle, id]];
    t.succeeds(t.create({ wrap }));
    t.is(readdirSync(t.runtime.root), [id], "--root");
    t.succeeds(t.delete({ wrap }));

    // Without the flag.
    const place = t.beside("runtime");
    const env = { PATH: "/usr/bin:/bin", XDG_RUNTIME_DIR: place };
    const plain = (...words: readonly string[]): Result => {
      const [file = "", ...args] = [...asUser, t.runtime.program, ...words];
      const done = spawnSync(file, args, {
        encoding: "utf8",
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      return { status: done.status ?? 255, stdout: done.stdout, stderr: done.stderr };
    };
    t.is(plain("list", "-q"), { status: 0, stdout: "", stderr: "" }, "nothing was made yet");
    // Its output is not a pipe: the container keeps it.
    t.succeeds(plain("run", "--bundle", bundle, id));
    t.is(modeOf(`${place}/tsrun`), 0o1700, "the root in XDG_RUNTIME_DIR");

    // A cgroup that is not the user's to make: forgiven as long as nobody asks for one or for limits.
    for (const globals of [[], ["--rootless", "true"], ["--rootless=auto"]]) {
      t.succeeds(t.run({ wrap, globals }));
    }
    t.fails(t.run({ wrap, globals: ["--rootless=false"] }), /make the cgroup .*\(EACCES\)/);
    t.fails(t.run({ wrap, globals: ["--rootless", "perhaps"] }), /invalid value for --rootless/);
    t.configure({ linux: { cgroupsPath: `/${id}` } });
    t.fails(
      t.run({ wrap }),
      /\(config.json: linux.cgroupsPath.*\(EACCES\); hint: this user may not/,
    );

    const nowhere = { PATH: "/usr/bin:/bin", DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent" };
    t.configure({ linux: { cgroupsPath: `user.slice:tsb:${id}` } });
    const asked = { wrap, env: nowhere, globals: ["--systemd-cgroup"] };
    t.fails(
      t.runtime.call(create, asked),
      /systemd is not running on this host|cannot reach systemd by the user's D-Bus/,
    );
  },
});
