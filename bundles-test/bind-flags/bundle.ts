// Flags of a bind mount.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const options = (...words: readonly string[]) => ["bind", ...words];

export const bundle = defineBundle({
  name: "bind-flags",
  title:
    "[MO-3] [MO-14] [MO-16] [MO-22] [MO-39] [MT-8] flags of a bind mount hold, whatever its type is",
  oracle: "runc",
  config: (place) => ({
    process: script(
      "grep -E ' /(one|two|three) ' /proc/mounts | cut -d' ' -f2,4; touch /one/x 2>&1; touch /two/x && /three/run 2>&1",
    ),
    mounts: [
      ...usualMounts,
      {
        destination: "/one",
        type: "none",
        source: place.side,
        options: options("ro", "nosuid", "nodev"),
      },
      { destination: "/two", type: "bind", source: place.side, options: options("noatime", "rw") },
      { destination: "/three", source: place.side, options: options("noexec") },
    ],
  }),
  setup(t) {
    t.write(t.beside("run"), "#!/bin/sh\necho ran\n", 0o755);
  },
  check(t) {
    const [one = "", two = "", three = "", ...rest] = t.run().stdout.trim().split("\n");
    t.match(one, /^\/one ro,nosuid,nodev/);
    t.match(two, /^\/two rw,.*noatime/);
    t.match(three, /^\/three rw,.*noexec/);
    t.match(rest.join("\n"), /\/one\/x: Read-only file system/);
    t.match(rest.join("\n"), /\/three\/run: Permission denied/);
    t.ok(t.read(t.beside("x")) === "", "the write through /two did not arrive");
  },
});
