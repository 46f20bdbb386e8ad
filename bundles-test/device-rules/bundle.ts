// What the device controller lets through.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const fuse = { type: "c", major: 10, minor: 229 };
const rules = (access: string) => ({
  linux: {
    resources: {
      devices: [
        { allow: false, access: "rwm" },
        { allow: true, ...fuse, access },
      ],
    },
  },
});
const mknod = ["CAP_MKNOD"];
const probe =
  "mknod /tmp/fuse c 10 229 && dd if=/tmp/fuse of=/dev/null count=0 2>&1; mknod /tmp/zero c 1 5; head -c 1 /tmp/zero | wc -c";

export const bundle = defineBundle({
  name: "device-rules",
  title:
    "[RD-1] [RD-4] [RD-5] [DV-11] only what the rules allow can be opened, even through an own node",
  oracle: "runc",
  config: {
    ...rules("m"),
    process: {
      ...script(probe),
      capabilities: { bounding: mknod, permitted: mknod, effective: mknod },
    },
    mounts: [...usualMounts, { destination: "/tmp", type: "tmpfs", source: "tmpfs" }],
  },
  check(t) {
    t.match(t.run().stdout, /\/tmp\/fuse.*Operation not permitted\n1\n$/);
    t.match(t.outputOf(rules("rwm")), /^0\+0 records in/);
    t.match(
      t.outputOf({ linux: { resources: { devices: [{ allow: true, access: "rwm" }] } } }),
      /^0\+0 records in/,
    );
    // Later rules win over earlier ones.
    const reversed = [
      { allow: true, ...fuse, access: "rwm" },
      { allow: false, access: "rwm" },
    ];
    t.configure({ linux: { resources: { devices: reversed } } });
    t.match(t.run().stdout, /\/tmp\/fuse.*Operation not permitted/);
  },
});
