// net_cls and net_prio, whose hierarchies are mounted for this bundle alone.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { onlyV2 } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { controller } from "../harness/host.ts";
import { sleep } from "../harness/sleep.ts";

/**
 * A hierarchy goes away only when it is unmounted without cgroups in it, and those that were removed
 * linger for a moment. One that stays would be listed for every process of the host.
 */
function unmountWhole(name: string, point: string): void {
  const listed = (): boolean => readFileSync("/proc/self/cgroup", "utf8").includes(`:${name}:`);
  for (let turn = 0; turn < 10; turn++) {
    if (turn > 0) execFileSync("mount", ["-t", "cgroup", "-o", name, name, point]);
    execFileSync("umount", [point]);
    for (let wait = 0; wait < 20 && listed(); wait++) sleep(50);
    if (!listed()) return;
  }
  throw new Error(`the hierarchy ${name} stays`);
}

const network = (values: object) => ({ linux: { resources: { network: values } } });

export const bundle = defineBundle({
  name: "network-class",
  title:
    "[RN-1] [RN-2] [RN-3] [RN-4] class and priorities of the network are in the controllers' files",
  oracle: "runc",
  needs: ["net_cls", "net_prio"],
  config: {
    ...network({ classID: 0x100001, priorities: [{ name: "lo", priority: 7 }] }),
    process: { args: ["sleep", "60"] },
  },
  setup(t) {
    // The suite has a mount namespace of its own: the host does not see them.
    for (const name of ["net_cls", "net_prio"]) {
      if (controller(name) !== undefined) continue;
      // Below cgroup v2 a directory would be a cgroup.
      const point = onlyV2() ? t.beside(name) : `/sys/fs/cgroup/${name}`;
      mkdirSync(point, { recursive: true });
      execFileSync("mount", ["-t", "cgroup", "-o", name, name, point]);
      t.later(() => {
        unmountWhole(name, point);
        rmdirSync(point);
      });
    }
  },
  check(t) {
    t.up();
    const at = (name: string, file: string): string =>
      readFileSync(join(controller(name) ?? "", t.place.id, file), "utf8");
    t.is(at("net_cls", "net_cls.classid").trim(), String(0x100001));
    t.match(at("net_prio", "net_prio.ifpriomap"), /^lo 7$/m);
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.rejects(
      network({ priorities: [{ name: "none0", priority: 1 }] }),
      /net_prio.ifpriomap.*no such device/,
    );
    if (t.runtime.kind !== "tsrun") return;
    t.rejects(network({ priorities: [{ priority: 1 }] }), /name/);
    t.rejects(network({ priorities: [{ name: "lo" }] }), /priority/);
  },
});
