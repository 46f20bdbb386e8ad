// Device rules of a running container.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const rules = (access: string): string =>
  `{"devices":[{"allow":false,"access":"rwm"},{"allow":true,"type":"c","major":10,"minor":229,"access":"${access}"}]}`;

export const bundle = defineBundle({
  name: "update-devices",
  title: "[RD-6] update replaces the device rules of a running container",
  oracle: { none: "runc leaves device rules as they are" },
  config: {
    process: script("sleep 60"),
    linux: {
      devices: [{ path: "/dev/fuse", type: "c", major: 10, minor: 229, fileMode: 0o666 }],
      resources: { devices: [{ allow: false, access: "rwm" }] },
    },
  },
  check(t) {
    t.up();
    const update = (document: string) =>
      t.runtime.call(["update", "-r", "-", t.place.id], { input: document });
    // What is refused by the rules is EPERM; the device itself may be missing (ENXIO, ENODEV).
    const may = (direction: string): boolean =>
      !/permitted/.test(t.exec(["sh", "-c", `: ${direction} /dev/fuse`]).stderr);
    t.is([may("<"), may(">")], [false, false], "before");
    t.succeeds(update(rules("rw")));
    t.is([may("<"), may(">")], [true, true], "allowed");
    t.succeeds(update(rules("r")));
    t.is([may("<"), may(">")], [true, false], "less");
    t.succeeds(update('{"pids":{"limit":50}}'));
    t.is([may("<"), may(">")], [true, false], "an update of others leaves them");
    t.succeeds(update('{"devices":[{"allow":true,"access":"rwm"}]}'));
    t.is([may("<"), may(">")], [true, true], "everything");
    t.succeeds(update('{"devices":[{"allow":false,"access":"rwm"}]}'));
    t.is([may("<"), may(">")], [false, false], "nothing");
    t.is(t.exec(["sh", "-c", ": > /dev/null"]).status, 0, "the usual devices stay");
  },
});
