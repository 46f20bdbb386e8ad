// Something is at a device's path already.
import { execFileSync } from "node:child_process";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const device = { path: "/opt/node", type: "c", major: 1, minor: 5, fileMode: 438 };

export const bundle = defineBundle({
  name: "devices-there",
  title: "[DV-5] the same node at a device's path is fine, anything else fails create",
  oracle: { none: "runc 1.1 and crun 1.8 keep whatever is there" },
  config: { process: script("stat -c %t:%T /opt/node"), linux: { devices: [device] } },
  setup(t) {
    t.write(t.inside("opt/.keep"), "");
    execFileSync("mknod", ["-m", "666", t.inside("opt/node"), "c", "1", "5"]);
  },
  check(t) {
    t.is(t.output(), "1:5\n");
    t.rejects({ linux: { devices: [{ ...device, minor: 3 }] } }, /\/opt\/node/);
    t.write(t.inside("opt/file"), "");
    t.rejects({ linux: { devices: [{ ...device, path: "/opt/file" }] } }, /\/opt\/file/);
    t.is(t.read(t.inside("opt/file")), "");
  },
});
