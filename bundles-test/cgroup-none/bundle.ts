// A container without cgroups of its own: it stays where the runtime is.
import { readFileSync } from "node:fs";
import { namespace } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "cgroup-none",
  title:
    "--cgroup-manager=disabled makes no cgroup; kill --all reaches init, pause has nothing to freeze",
  oracle: { none: "runc has no such flag, and crun does not run on hybrid hosts" },
  config: {
    process: { args: ["sleep", "60"] },
    linux: {
      namespaces: ["network", "ipc", "uts", "mount"].map((type) => namespace(type)),
    },
  },
  check(t) {
    const globals = ["--cgroup-manager", "disabled"];
    t.succeeds(t.create({ globals }));
    t.succeeds(t.start({ globals }));
    const pid = t.pid;
    t.is(readFileSync(`/proc/${pid}/cgroup`, "utf8"), readFileSync("/proc/self/cgroup", "utf8"));
    t.fails(t.runtime.call(["pause", t.place.id], { globals }), /no cgroup with a freezer/);
    t.succeeds(t.kill("TERM", { flags: ["--all"], globals }));
    t.ended(pid);
    t.succeeds(t.delete({ globals }));
  },
});
