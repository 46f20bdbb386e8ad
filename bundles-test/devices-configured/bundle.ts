// Nodes that the configuration lists.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const device = (path: string, more: object) => ({ path, ...more });

export const bundle = defineBundle({
  name: "devices-configured",
  title: "[DV-1] [DV-3] [DV-6] [DV-8] [DV-9] listed devices have type, numbers, mode and owner",
  oracle: "runc",
  config: {
    process: script(
      "umask 077; for d in /dev/fuse /opt/deep/u /dev/pipe /dev/block; do stat -c '%n %F %t:%T %a %u:%g' $d; done",
    ),
    linux: {
      devices: [
        device("/dev/fuse", { type: "c", major: 10, minor: 229, fileMode: 438, uid: 5, gid: 6 }),
        device("/opt/deep/u", { type: "u", major: 1, minor: 3, fileMode: 416 }),
        device("/dev/pipe", { type: "p", fileMode: 384, uid: 7, gid: 8 }),
        device("/dev/block", { type: "b", major: 7, minor: 0, fileMode: 432, uid: 0, gid: 0 }),
      ],
    },
  },
  check(t) {
    const lines = t
      .output({ wrap: ["sh", "-c", 'umask 077; exec "$@"', "sh"] })
      .trim()
      .split("\n");
    t.is(lines, [
      "/dev/fuse character special file a:e5 666 5:6",
      "/opt/deep/u character special file 1:3 640 0:0",
      "/dev/pipe fifo 0:0 600 7:8",
      "/dev/block block special file 7:0 660 0:0",
    ]);
  },
});
