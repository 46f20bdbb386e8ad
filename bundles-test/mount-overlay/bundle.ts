// A union of directories.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "mount-overlay",
  title: "[MT-11] an overlay is mounted with its directories",
  oracle: "runc",
  needs: ["overlay"],
  config: (place) => ({
    process: script("cat /union/low /union/high; echo new > /union/low"),
    mounts: [
      ...usualMounts,
      {
        destination: "/union",
        type: "overlay",
        source: "overlay",
        options: [
          `lowerdir=${place.side}/lower`,
          `upperdir=${place.side}/upper`,
          `workdir=${place.side}/work`,
        ],
      },
    ],
  }),
  setup(t) {
    t.write(t.beside("lower/low"), "low\n");
    t.write(t.beside("upper/high"), "high\n");
    t.write(t.beside("work/.keep"), "");
  },
  check(t) {
    t.is(t.output(), "low\nhigh\n");
    t.is(t.read(t.beside("upper/low")), "new\n");
    t.is(t.read(t.beside("lower/low")), "low\n");
  },
});
