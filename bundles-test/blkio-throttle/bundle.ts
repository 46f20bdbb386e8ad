// Rates of block devices.
import { readFileSync } from "node:fs";
import { cgroupOf, either, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "blkio-throttle",
  title: "[RB-7] [RB-9] throttle rates of a device are in the controller's files",
  oracle: "runc",
  needs: ["blkio"],
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const [, first = ""] = readFileSync("/proc/partitions", "utf8").split("\n\n");
    const [major, minor] = first.trim().split(/\s+/).map(Number);
    const rate = (number: number) => [{ major, minor, rate: number }];
    t.configure({
      linux: {
        resources: {
          blockIO: { throttleReadBpsDevice: rate(1048576), throttleWriteIOPSDevice: rate(99) },
        },
      },
    });
    const own = cgroupOf(t.created(), "blkio");
    const files = either(
      "blkio",
      ["blkio.throttle.read_bps_device", "blkio.throttle.write_iops_device"],
      ["io.max"],
    );
    const lines = files.map((file) => value(own, file));
    t.is(
      lines,
      either("blkio", ["1048576", "99"], ["rbps=1048576 wbps=max riops=max wiops=99"]).map(
        (text) => `${major}:${minor} ${text}`,
      ),
    );
  },
});
