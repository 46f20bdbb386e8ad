// Links of the image inside the image.
import { symlinkSync } from "node:fs";
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "mount-destination-link",
  title: "[MT-5] a link in the destination is followed inside of the root",
  oracle: "runc",
  config: {
    process: script(
      "grep -o ' /real/place/deep tmpfs ' /proc/mounts; grep -o ' /made/here tmpfs ' /proc/mounts",
    ),
    mounts: [
      ...usualMounts,
      { destination: "/link/deep", type: "tmpfs", source: "tmpfs" },
      { destination: "/dangling", type: "tmpfs", source: "tmpfs" },
    ],
  },
  setup(t) {
    t.write(t.inside("real/place/.keep"), "");
    symlinkSync("/real/place", t.inside("link"));
    symlinkSync("../../../made/here", t.inside("dangling"));
  },
  check(t) {
    t.is(t.output(), " /real/place/deep tmpfs \n /made/here tmpfs \n");
  },
});
