// The memory limit of the cgroup that the runtime itself is in.
import { either } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { answered, inCgroup, leaveCgroup, pressedCreate } from "../harness/pressed.ts";

const MEGABYTES = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24, 32, 48, 64, 128] as const;

export const bundle = defineBundle({
  name: "overloaded-memory",
  title:
    "a runtime that is killed for want of memory, at whatever size, leaves nothing that delete --force does not find",
  oracle: { none: "runc 1.1 leaves its cgroups when it is killed in create" },
  needs: ["memory"],
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    t.later(() => leaveCgroup(t, "memory"));
    const file = either("memory", "memory.limit_in_bytes", "memory.max");
    const wrap = (size: number) => inCgroup("memory", { [file]: `${size}M` });
    const seen = MEGABYTES.map((size) => pressedCreate(t, wrap(size), `${size} MB`));
    t.is(seen[0], null, "with 1 MB it is killed");
    t.is(seen.at(-1), true, "with 128 MB it is not");

    t.up();
    for (const size of MEGABYTES) {
      answered(t, t.exec(["true"], { wrap: wrap(size) }), `exec, ${size} MB`);
      t.is(t.status, "running", `after exec with ${size} MB`);
    }
    t.is(t.processes(), [t.pid], "processes of execs that were killed");
  },
});
