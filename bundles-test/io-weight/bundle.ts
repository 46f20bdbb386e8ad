// Shares of a disk.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cgroupOf, either, has, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

const blockIO = (values: object) => ({ linux: { resources: { blockIO: values } } });

export const bundle = defineBundle({
  name: "io-weight",
  title: "[RB-1] [RB-2] [RB-3] [RB-5] weights of the container and of a device are in the files",
  oracle: { none: "runc 1.1 writes the weight of a device where kernels no longer read it" },
  needs: ["blkio"],
  config: { process: { args: ["sleep", "60"] }, ...blockIO({ weight: 750 }) },
  setup(t) {
    spawnSync("modprobe", ["bfq"]);
    // Weights of a device are the scheduler's: a disk of the bundle's own gets the right one.
    t.write(t.beside("disk"), "");
    execFileSync("truncate", ["--size", "1M", t.beside("disk")]);
  },
  check(t) {
    const own = cgroupOf(t.up(), "blkio");
    // With its scheduler, or the kernel's model of costs, or neither.
    const files = either("blkio", ["blkio.bfq.weight"], ["io.bfq.weight", "io.weight"]);
    const file = files.find((name) => has(own, name));
    if (file === undefined) throw new Error(`none of ${files.join()}`);
    const wanted = file === "io.weight" ? "7475" : "750";
    t.match(value(own, file), new RegExp(`^(default )?${wanted}$`, "m"));
    t.succeeds(t.delete({ flags: ["--force"] }));

    const [disk = ""] = execFileSync("losetup", ["--find", "--show", t.beside("disk")], {
      encoding: "utf8",
    }).split("\n");
    t.later(() => void spawnSync("losetup", ["--detach", disk]));
    const name = disk.slice("/dev/".length);
    if (file !== "io.weight") t.write(`/sys/block/${name}/queue/scheduler`, "bfq");
    const number = readFileSync(`/sys/block/${name}/dev`, "utf8").trim();
    const [major, minor] = number.split(":").map(Number);
    t.configure(blockIO({ weight: 200, weightDevice: [{ major, minor, weight: 300 }] }));
    const second = cgroupOf(t.up(), "blkio");
    const perDevice = either("blkio", "blkio.bfq.weight_device", file);
    const weight = file === "io.weight" ? "2930" : "300";
    t.match(value(second, perDevice), new RegExp(`^${number} ${weight}$`, "m"));
    t.succeeds(t.delete({ flags: ["--force"] }));
    // No scheduler has leaves of the tree with weights any more.
    t.rejects(blockIO({ leafWeight: 500 }), /leaf_weight|leafWeight/);
  },
});
