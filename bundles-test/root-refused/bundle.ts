// Roots that cannot be.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "root-refused",
  title: "[C-3] [C-4] [C-7] a root that is missing or no directory fails create",
  oracle: "runc",
  config: {},
  setup(t) {
    t.write(`${t.place.bundle}/file`, "");
  },
  check(t) {
    t.rejects({ root: { path: "none" } }, /no such file or directory|does not exist/);
    t.rejects({ root: { path: "file" } }, /not a directory|invalid rootfs|rootfs/);
    t.rejects({ root: undefined }, /root/);
    t.is(
      t.outputOf({ root: { path: t.inside("") }, process: { args: ["echo", "absolute"] } }),
      "absolute\n",
    );
  },
});
