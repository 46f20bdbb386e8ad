// New limits by flags.
import { limitOf, onlyV2 } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "update",
  title: "update changes the limits that its flags name and no others, created or running",
  oracle: "runc",
  config: {
    process: { args: ["sleep", "60"] },
    linux: {
      resources: {
        memory: { limit: 33554432, reservation: 16777216 },
        cpu: { shares: 512, quota: 50000, period: 100000 },
        pids: { limit: 20 },
      },
    },
  },
  check(t) {
    const update = (...flags: readonly string[]) =>
      t.runtime.call(["update", ...flags, t.place.id]);
    t.fails(update("--pids-limit", "5"), /container does not exist/);
    const pid = t.created();
    const v2 = onlyV2();
    const quota = (): string => limitOf(pid, "cpu", "cpu.cfs_quota_us", "cpu.max");
    const limit = (): string => limitOf(pid, "memory", "memory.limit_in_bytes", "memory.max");
    const pids = (): string => limitOf(pid, "pids", "pids.max", "pids.max");
    const shares = (): string => limitOf(pid, "cpu", "cpu.shares", "cpu.weight");

    t.is(t.succeeds(update("--memory", "64M")), "");
    t.is([limit(), quota(), pids()], ["67108864", v2 ? "50000 100000" : "50000", "20"]);
    t.succeeds(t.start());
    // Flags may stand behind the id.
    t.succeeds(t.runtime.call(["update", t.place.id, "--pids-limit", "30", "--cpu-quota=20000"]));
    t.is([limit(), quota(), pids()], ["67108864", v2 ? "20000 100000" : "20000", "30"]);
    t.succeeds(update("--cpu-share", "1024", "--memory-reservation", "8388608"));
    t.is(shares(), v2 ? "100" : "1024");
    t.is(limitOf(pid, "memory", "memory.soft_limit_in_bytes", "memory.low"), "8388608");
    t.succeeds(update("--cpuset-cpus", "0", "--cpuset-mems", "0"));
    t.is(limitOf(pid, "cpuset", "cpuset.cpus", "cpuset.cpus"), "0");
    t.fails(update("--cpuset-mems", "4000"), /cpuset\.mems|invalid argument|out of range/i);
    t.succeeds(update("--cpu-period", "50000", "--cpu-quota", "10000"));
    t.is(quota(), v2 ? "10000 50000" : "10000");
    t.succeeds(update("--pids-limit", "-1"));
    t.is(pids(), "max");
    t.succeeds(update());
    t.is([limit(), pids()], ["67108864", "max"], "no flags change nothing");

    t.fails(update("--memory", "x"), /invalid value for memory/);
    t.fails(update("--cpu-period", "1.5"), /invalid value for cpu-period/);
    t.fails(update("--cpu-quota", "50"), /invalid argument/);
    t.is(t.status, "running");
    t.succeeds(t.runtime.call(["pause", t.place.id]));
    t.succeeds(update("--pids-limit", "25"));
    t.is([pids(), t.status], ["25", "paused"], "a paused container stays so");
    t.succeeds(t.kill("KILL"));
    t.ended(pid);
    t.fails(update("--pids-limit", "5"), /container not running/);
  },
});
