// A state root that has no room, or cannot be written to.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { cgroups } from "../harness/host.ts";
import { defineBundle } from "../harness/define.ts";
import type { Test } from "../harness/test.ts";

const ENOUGH = 16;

function mount(t: Test, ...words: readonly string[]): void {
  const done = spawnSync("mount", [...words, t.beside("small")], { encoding: "utf8" });
  t.ok(done.status === 0, `mount: ${done.stderr}`);
}

function unmount(t: Test): void {
  spawnSync("umount", ["-l", t.beside("small")]);
}

export const bundle = defineBundle({
  name: "state-root-full",
  title: "on a full or read-only state root create says so in one line and leaves nothing",
  oracle: { none: "runc 1.1 does not say why it cannot store its state" },
  config: { process: { args: ["sleep", "60"] } },
  setup(t) {
    t.write(t.beside("small/none"), "");
    t.later(() => unmount(t));
  },
  check(t) {
    const root = t.beside("small");
    const call = (...verb: readonly string[]) =>
      t.runtime.call(verb, { globals: ["--root", root] });
    const refused = (reason: RegExp, what: string): boolean => {
      const made = call("create", "--bundle", t.place.bundle, t.place.id);
      if (made.status === 0) return false;
      t.match(made.stderr, reason, what);
      t.is(made.stderr.trim().split("\n").length, 1, `${what}: lines`);
      t.is(readdirSync(root), [], `${what}: state`);
      t.is(cgroups(t.place.id), [], `${what}: cgroups`);
      t.is(t.processes(), [], `${what}: processes`);
      return true;
    };
    for (const limit of ["nr_blocks", "nr_inodes"]) {
      let size = 1;
      for (; size <= ENOUGH; size++) {
        mount(t, "-t", "tmpfs", "-o", `${limit}=${size}`, "none");
        if (!refused(/no space left on device/, `${limit}=${size}`)) break;
        unmount(t);
      }
      t.ok(size > 2 && size <= ENOUGH, `${limit}: the first create that succeeded had ${size}`);
      // Full now, or nearly: whatever is said, the container goes.
      call("start", t.place.id);
      t.succeeds(call("delete", "--force", t.place.id));
      t.is([readdirSync(root), cgroups(t.place.id), t.processes()], [[], [], []], "deleted");
      unmount(t);
    }
    mount(t, "-t", "tmpfs", "-o", "ro", "none");
    t.ok(refused(/read-only file system/, "read-only"), "create on a read-only disk");
    t.is(call("list", "-q").status, 0, "list");
  },
});
