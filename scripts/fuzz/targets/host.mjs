// What /proc says of mounts and cgroups; mount points have names that others choose.
import { cgroupFacts, parseSelfCgroup } from "../../../dist/js/src/host/cgroups.js";
import { parseMountinfo } from "../../../dist/js/src/host/mountinfo.js";
import { mutateText, Defect } from "./common.mjs";

const SEED = `30 1 0:27 / /sys rw,nosuid - sysfs sysfs rw
31 30 0:28 / /sys/fs/cgroup ro - tmpfs tmpfs ro,mode=755
32 31 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate
33 31 0:30 /x /sys/fs/cgroup/cpu,cpuacct rw shared:3 - cgroup cgroup rw,cpu,cpuacct
34 31 0:31 / /sys/fs/cgroup/with\\040blank rw - cgroup cgroup rw,memory
35 31 0:32 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd
|4:memory:/m:n
3:cpu,cpuacct:/x/y
1:name=systemd:/s
0::/u
`;
const PROBE = { controllers: () => "cpu memory pids\n", writable: () => true };

export const host = {
  name: "host",
  seeds: () => [Buffer.from(SEED)],
  mutate: mutateText(["\\040", "\\134", " - ", "\n", "cgroup2", "name=", ":", "shared:1 ", "\\0"]),
  run(input) {
    const [mountinfo = "", own = ""] = input.toString("utf8").split("|");
    for (const mount of parseMountinfo(mountinfo, () => true)) {
      if (typeof mount.mount !== "string") throw new Defect("a mount without its place");
    }
    parseSelfCgroup(own);
    const { mode } = cgroupFacts(mountinfo, own, [], PROBE);
    if (!["v1", "v2", "hybrid", "none"].includes(mode)) throw new Defect(`mode ${mode}`);
    return mode;
  },
  planted: (input) => input.includes("cgroup2 - "),
};
