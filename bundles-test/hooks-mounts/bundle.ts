// What createContainer hooks may do to the root.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "hooks-mounts",
  title:
    "[H-11] [H-15] a mount that a createContainer hook makes below the root is there in the container",
  oracle: "runc",
  config: (place) => ({
    process: script("cat /mnt/file; ls /mnt"),
    hooks: {
      createContainer: [
        {
          path: "/bin/sh",
          args: ["sh", "-c", `mount --bind ${place.side}/given ${place.bundle}/rootfs/mnt`],
          env: ["PATH=/usr/bin:/bin:/sbin"],
        },
      ],
    },
  }),
  setup(t) {
    t.write(t.beside("given/file"), "by a hook\n");
  },
  check(t) {
    t.is(t.output(), "by a hook\nfile\n");
  },
});
