// The rarer flags of update.
import { cgroupOf, has, limitOf, onlyV2 } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "update-flags",
  title:
    "update writes burst, idle, swap, block weight and real-time values, and refuses what the host lacks",
  oracle: { none: "runc 1.1 has neither --cpu-burst nor --cpu-idle" },
  config: {
    process: { args: ["sleep", "60"] },
    linux: { resources: { memory: { limit: 33554432, swap: 67108864 } } },
  },
  check(t) {
    const pid = t.up();
    const update = (...flags: readonly string[]) =>
      t.runtime.call(["update", ...flags, t.place.id]);
    const v2 = onlyV2();
    const cpu = (v1: string, file: string): string => limitOf(pid, "cpu", v1, file);

    t.succeeds(update("--cpu-quota", "50000", "--cpu-burst", "20000"));
    t.is(cpu("cpu.cfs_burst_us", "cpu.max.burst"), "20000");
    t.fails(update("--cpu-burst", "60000"), /burst 60000 is larger than quota 50000/);
    t.succeeds(update("--cpu-idle", "1"));
    t.is(cpu("cpu.idle", "cpu.idle"), "1");
    t.succeeds(update("--cpu-idle=0", "--cpu-share", "2048"));
    t.is(
      [cpu("cpu.idle", "cpu.idle"), cpu("cpu.shares", "cpu.weight")],
      ["0", v2 ? "174" : "2048"],
    );
    t.fails(update("--cpu-idle", "2"), /cpu\.idle|idle/);

    t.succeeds(update("--memory", "48M", "--memory-swap", "96M"));
    const swap = v2 ? "50331648" : "100663296";
    t.is(limitOf(pid, "memory", "memory.memsw.limit_in_bytes", "memory.swap.max"), swap);
    t.fails(
      update("--memory-swap", "16M"),
      /memory and swap together .* are less than memory\.limit/,
    );
    t.succeeds(update("--memory-swap", "-1"));
    const none = v2 ? "max" : "9223372036854771712";
    t.is(limitOf(pid, "memory", "memory.memsw.limit_in_bytes", "memory.swap.max"), none);

    // Obsolete: taken and left alone.
    t.match(update("--kernel-memory", "16M").stderr, /memory\.kernel is ignored/);
    t.match(update("--kernel-memory-tcp", "16M").stderr, /memory\.kernelTCP is ignored/);

    if (!v2 && has(cgroupOf(pid, "blkio"), "blkio.bfq.weight")) {
      t.succeeds(update("--blkio-weight", "300"));
      t.is(limitOf(pid, "blkio", "blkio.bfq.weight", "io.weight"), "300");
    }
    t.fails(update("--blkio-weight", "5"), /weight/);
    if (v2) t.fails(update("--cpu-rt-period", "500000"), /realtimePeriod has no counterpart/);
    else if (has(cgroupOf(pid, "cpu"), "cpu.rt_period_us")) {
      t.succeeds(update("--cpu-rt-period", "500000"));
      t.is(cpu("cpu.rt_period_us", ""), "500000");
      // Without real-time time of its parent the kernel gives none.
      const runtime = update("--cpu-rt-runtime", "1000");
      if (runtime.status === 0) t.is(cpu("cpu.rt_runtime_us", ""), "1000");
      else t.match(runtime.stderr, /cpu\.rt_runtime_us: invalid argument/);
    }
    t.fails(update("--l3-cache-schema", "L3:0=f"), /Intel RDT\/CAT is not enabled/);
    t.fails(update("--mem-bw-schema", "MB:0=20"), /Intel RDT\/MBA is not enabled/);
    t.is(t.status, "running");
  },
});
