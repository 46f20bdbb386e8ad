// Ownership of a cgroup that the container may divide.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { namespace, script, usualMounts, usualNamespaces } from "../harness/base.ts";
import { cgroupOf, either } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

const mount = (option: string) => ({
  destination: "/sys/fs/cgroup",
  type: "cgroup",
  source: "cgroup",
  options: ["nosuid", "noexec", "nodev", option],
});
const map = [{ containerID: 0, hostID: 100000, size: 1000 }];
const namespaces = [...usualNamespaces, namespace("user")];

export const bundle = defineBundle({
  name: "cgroup-owner",
  title:
    "[CO-1] [CO-2] [CO-3] [CO-4] [CO-5] [CO-6] [CO-7] [CO-8] [CO-10] on v2 the cgroup and the delegated files, and no others, are the user's when it is mounted writable",
  oracle: { none: "runc 1.1 does it with the systemd driver only, crun 1.8 by other rules" },
  needs: ["memory"],
  config: {
    process: script("mkdir /sys/fs/cgroup/sub && echo made; sleep 60"),
    mounts: [...usualMounts, mount("rw")],
    linux: {
      namespaces: [...namespaces, namespace("cgroup")],
      uidMappings: map,
      gidMappings: map,
    },
  },
  check(t) {
    const listed = existsSync("/sys/kernel/cgroup/delegate")
      ? readFileSync("/sys/kernel/cgroup/delegate", "utf8").trim().split("\n")
      : ["cgroup.procs", "cgroup.subtree_control", "cgroup.threads"];
    const owners = (pid: number): Readonly<Record<string, number>> => {
      const directory = cgroupOf(pid, "memory");
      const files = readdirSync(directory, { withFileTypes: true }).filter((one) => one.isFile());
      const named = files.map(({ name }) => [name, statSync(`${directory}/${name}`).uid] as const);
      return { ".": statSync(directory).uid, ...Object.fromEntries(named) };
    };
    const all = (pid: number, uid: number): void => {
      const found = owners(pid);
      const mine = (name: string): boolean => name === "." || listed.includes(name);
      const wanted = Object.keys(found).map((name) => [name, mine(name) ? uid : 0]);
      t.is(found, Object.fromEntries(wanted));
    };
    all(t.created(), either("memory", 0, 100000));
    t.succeeds(t.start());
    if (either("memory", false, true)) t.wait(() => t.written === "made\n", "a cgroup was made");
    t.succeeds(t.delete({ flags: ["--force"] }));
    for (const change of [
      { mounts: [...usualMounts, mount("ro")] },
      { mounts: usualMounts },
      { linux: { namespaces } },
    ]) {
      t.configure(change);
      all(t.created(), 0);
      t.succeeds(t.delete({ flags: ["--force"] }));
    }
  },
});
