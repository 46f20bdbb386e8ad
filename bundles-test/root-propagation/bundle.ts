// Mounts that the host makes later.
import { execFileSync } from "node:child_process";
import { usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "root-propagation",
  title: "[RF-3] [RF-4] a slave root gets mounts that the host makes later, a private one does not",
  oracle: "runc",
  config: (place) => ({
    process: { args: ["sleep", "60"] },
    mounts: [
      ...usualMounts,
      { destination: "/data", type: "bind", source: place.side, options: ["rbind", "rslave"] },
    ],
    linux: { rootfsPropagation: "rslave" },
  }),
  setup(t) {
    execFileSync("mount", ["--bind", t.place.side, t.place.side]);
    execFileSync("mount", ["--make-shared", t.place.side]);
    t.later(() => void execFileSync("umount", ["-l", t.place.side]));
    t.write(t.beside("later/below"), "");
  },
  check(t) {
    const later = t.beside("later");
    const seen = (): string => t.succeeds(t.exec(["ls", "/data/later"]));
    t.up();
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", later]);
    t.is(seen(), "", "in a slave");
    execFileSync("umount", [later]);
    t.is(seen(), "below\n", "in a slave, after umount");
    t.succeeds(t.delete({ flags: ["--force"] }));
    const mounts = (options: readonly string[]) => [
      ...usualMounts,
      { destination: "/data", type: "bind", source: t.place.side, options },
    ];
    t.configure({ mounts: mounts(["rbind", "rprivate"]), linux: { rootfsPropagation: "private" } });
    t.up();
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", later]);
    t.is(seen(), "below\n", "in a private one");
    execFileSync("umount", [later]);
  },
});
