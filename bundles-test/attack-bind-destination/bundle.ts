// CVE-2021-30465, CVE-2024-45310: mount points that are made through links out of the root.
import { readdirSync } from "node:fs";
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "attack-bind-destination",
  title:
    "a destination whose links lead out of the root makes nothing on the host and mounts nothing there",
  oracle: "runc",
  config: (place) => ({
    process: script(
      "cat /up/made/file; cat /absolute/file; grep -c ' /up-tmpfs/\\| tmpfs ' /proc/mounts",
    ),
    mounts: [
      ...usualMounts,
      { destination: "/up/made", type: "bind", source: `${place.side}/given`, options: ["bind"] },
      {
        destination: "/absolute/file",
        type: "bind",
        source: `${place.side}/given/file`,
        options: ["bind"],
      },
      { destination: "/up/deeper/still", type: "tmpfs", source: "tmpfs" },
      { destination: "/../../../../../../climbed", type: "tmpfs", source: "tmpfs" },
    ],
  }),
  setup(t) {
    t.write(t.beside("given/file"), "given\n");
    t.write(t.beside("host/.keep"), "");
    t.link(`../../../../../../../../..${t.beside("host")}`, t.inside("up"));
    t.link(t.beside("host"), t.inside("absolute"));
  },
  check(t) {
    t.match(t.output(), /^given\ngiven\n/);
    t.is(readdirSync(t.beside("host")), [".keep"], "names on the host");
    t.is(readdirSync(t.inside("climbed")), [], "mount point inside");
  },
});
