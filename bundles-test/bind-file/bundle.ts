// A file on a file.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "bind-file",
  title: "[MT-19] a file is bound on a file, and its mount point is made when it is missing",
  oracle: "runc",
  config: (place) => ({
    process: script("cat /etc/hosts /new/deep/file; stat -c %F /new/deep/file"),
    mounts: [
      ...usualMounts,
      {
        destination: "/etc/hosts",
        type: "bind",
        source: `${place.side}/file`,
        options: ["rbind", "ro"],
      },
      {
        destination: "/new/deep/file",
        type: "bind",
        source: `${place.side}/file`,
        options: ["bind"],
      },
    ],
  }),
  setup(t) {
    t.write(t.beside("file"), "bound\n");
  },
  check(t) {
    t.is(t.output(), "bound\nbound\nregular file\n");
    t.is(t.read(t.inside("etc/hosts")), "127.0.0.1 localhost\n", "the file below");
  },
});
