// The mounts that engines ask for.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const usual =
  "cut -d' ' -f2,3 /proc/mounts; stat -c %a /dev/shm; grep -c 'gid=5,mode=620,ptmxmode=666' /proc/mounts";

export const bundle = defineBundle({
  name: "mounts-usual",
  title:
    "[MT-9] [MT-21] proc, sysfs, tmpfs, devpts and mqueue are mounted where they are asked for",
  oracle: "runc",
  config: { process: script(usual) },
  check(t) {
    const lines = t.output().trim().split("\n");
    for (const line of [
      "/proc proc",
      "/dev tmpfs",
      "/dev/pts devpts",
      "/dev/shm tmpfs",
      "/dev/mqueue mqueue",
      "/sys sysfs",
    ])
      t.ok(lines.includes(line), `no ${line} in ${lines.join("; ")}`);
    t.is(lines.slice(-2), ["1777", "1"]);
  },
});
