import { test } from "uvu";
import * as assert from "uvu/assert";
import { planResources } from "./resources.ts";
import { ioWeight, weightOfShares } from "./resources-v2.ts";
import { PlanError } from "./types.ts";
import type { ResourceScope } from "./resources.ts";
import type { Resources } from "../config/config.gen.ts";
import type { Warning } from "./types.ts";

function scopeOf(
  version: 1 | 2,
  lacks: readonly string[] = [],
  warnings: Warning[] = [],
): ResourceScope {
  const place = { mount: version === 1 ? "/v1" : "/v2", path: "/c", version };
  const v1Only = ["net_cls", "net_prio"];
  return {
    place: (name) =>
      lacks.includes(name) || (version === 2 && v1Only.includes(name)) ? null : place,
    unified: version === 2 ? { place, controllers: ["memory", "io", "hugetlb"] } : null,
    forbidden: () => null,
    v2Only: version === 2,
    hugepages: ["2MB", "1GB"],
    warnings,
  };
}

/** `file=value`, a question mark where the file may be missing. */
function writes(resources: Resources, version: 1 | 2, scope = scopeOf(version)): readonly string[] {
  return planResources(resources, scope).map(({ op }) => {
    if (op.op !== "cgroup-write") throw new Error(op.op);
    const instead = op.instead.length === 0 ? "" : ` | ${op.instead.join("=")}`;
    return `${op.file}${op.optional === 1 ? "?" : ""}=${op.value}${instead}`;
  });
}

const both = (
  title: string,
  resources: Resources,
  v1: readonly string[],
  v2: readonly string[],
): void => {
  test(title, () => {
    assert.equal(writes(resources, 1), v1);
    assert.equal(writes(resources, 2), v2);
  });
};

const refused = (
  title: string,
  versions: readonly (1 | 2)[],
  resources: Resources,
  pointer: string,
): void => {
  test(title, () => {
    for (const version of versions) {
      assert.throws(
        () => writes(resources, version),
        (error: unknown) =>
          error instanceof PlanError && error.pointer === `/linux/resources/${pointer}`,
        `v${version}`,
      );
    }
  });
};

both(
  "[RM-1] [RM-2] [RM-3] memory: limit, soft limit, and swap as sum (v1) or alone (v2), each before what it bounds",
  { memory: { limit: 100n, reservation: 50n, swap: 300n } },
  [
    "memory.memsw.limit_in_bytes?=-1",
    "memory.limit_in_bytes=100",
    "memory.memsw.limit_in_bytes=300",
    "memory.soft_limit_in_bytes=50",
  ],
  ["memory.swap.max=200", "memory.max=100", "memory.low=50"],
);
both(
  "[RM-1] memory: -1 takes the limit away, and that on swap with it",
  { memory: { limit: -1n } },
  ["memory.memsw.limit_in_bytes?=-1", "memory.limit_in_bytes=-1"],
  ["memory.swap.max?=max", "memory.max=max"],
);
both(
  "[RM-3] memory: no swap at all is fine where there is no swap accounting",
  { memory: { limit: 100n, swap: 100n } },
  [
    "memory.memsw.limit_in_bytes?=-1",
    "memory.limit_in_bytes=100",
    "memory.memsw.limit_in_bytes=100",
  ],
  ["memory.swap.max?=0", "memory.max=100"],
);
both(
  "memory keeps 64 bits",
  { memory: { limit: 9007199254740993n } },
  ["memory.limit_in_bytes=9007199254740993"],
  ["memory.max=9007199254740993"],
);
both(
  "[RC-1] [RC-2] [RC-4] [RC-6] cpu: shares, quota, period and burst",
  { cpu: { shares: 512n, quota: 50000n, period: 200000n, burst: 1000n } },
  ["cpu.shares=512", "cpu.cfs_period_us=200000", "cpu.cfs_quota_us=50000", "cpu.cfs_burst_us=1000"],
  ["cpu.weight=59", "cpu.max=50000 200000", "cpu.max.burst=1000"],
);
both(
  "[RC-2] [RC-6] cpu: a quota of -1 is none, what is absent is not touched",
  { cpu: { quota: -1n } },
  ["cpu.cfs_quota_us=-1"],
  ["cpu.max=max"],
);
both(
  "[RC-6] cpu: a period alone",
  { cpu: { period: 50000n } },
  ["cpu.cfs_period_us=50000"],
  ["cpu.max=max 50000"],
);
both(
  "[RC-11] cpu: idle after shares, not idle before them",
  { cpu: { idle: 1, shares: 2n } },
  ["cpu.shares=2", "cpu.idle=1"],
  ["cpu.weight=1", "cpu.idle=1"],
);
both(
  "[RC-11] cpu: idle 0",
  { cpu: { idle: 0, shares: 1024n } },
  ["cpu.idle?=0", "cpu.shares=1024"],
  ["cpu.idle?=0", "cpu.weight=100"],
);
both(
  "[RC-9] [RC-10] cpuset: lists",
  { cpu: { cpus: "0-3, 7", mems: "0" } },
  ["cpuset.cpus=0-3,7", "cpuset.mems=0"],
  ["cpuset.cpus=0-3,7", "cpuset.mems=0"],
);
both("[RP-1] pids: a number", { pids: { limit: 5n } }, ["pids.max=5"], ["pids.max=5"]);
both("[RP-1] pids: -1 is no limit", { pids: { limit: -1n } }, ["pids.max=max"], ["pids.max=max"]);
both("[RP-2] pids: 0 is a limit of zero", { pids: { limit: 0n } }, ["pids.max=0"], ["pids.max=0"]);
both("[RP-1] pids: nothing asked, nothing written", { pids: {} }, [], []);
both(
  "[RB-1] [RB-3] [RB-5] block weights: BFQ's file where there is one",
  { blockIO: { weight: 750, weightDevice: [{ major: 8, minor: 0, weight: 10 }] } },
  ["blkio.bfq.weight=750", "blkio.bfq.weight_device=8:0 10"],
  ["io.bfq.weight=750 | io.weight=7475", "io.bfq.weight=8:0 10 | io.weight=8:0 1"],
);
both(
  "[RB-7] [RB-9] block rates: a line for each, 0 takes the limit away",
  {
    blockIO: {
      throttleReadBpsDevice: [{ major: 8, minor: 0, rate: 1000n }],
      throttleWriteBpsDevice: [{ major: 8, minor: 16, rate: 18446744073709551615n }],
      throttleReadIOPSDevice: [{ major: 8, minor: 0, rate: 0n }],
      throttleWriteIOPSDevice: [{ major: 8, minor: 0, rate: 7n }],
    },
  },
  [
    "blkio.throttle.read_bps_device=8:0 1000",
    "blkio.throttle.write_bps_device=8:16 18446744073709551615",
    "blkio.throttle.read_iops_device=8:0 0",
    "blkio.throttle.write_iops_device=8:0 7",
  ],
  [
    "io.max=8:0 rbps=1000",
    "io.max=8:16 wbps=18446744073709551615",
    "io.max=8:0 riops=max",
    "io.max=8:0 wiops=7",
  ],
);
both(
  "[RH-1] [RH-2] huge pages: faults, and reservations where the kernel counts them",
  { hugepageLimits: [{ pageSize: "2MB", limit: 4194304n }] },
  ["hugetlb.2MB.limit_in_bytes=4194304", "hugetlb.2MB.rsvd.limit_in_bytes?=4194304"],
  ["hugetlb.2MB.max=4194304", "hugetlb.2MB.rsvd.max?=4194304"],
);
both(
  "[RR-1] rdma: a line for each device",
  { rdma: { mlx5_1: { hcaHandles: 3, hcaObjects: 10000 }, mlx4_0: { hcaObjects: 1 } } },
  ["rdma.max=mlx5_1 hca_handle=3 hca_object=10000", "rdma.max=mlx4_0 hca_object=1"],
  ["rdma.max=mlx5_1 hca_handle=3 hca_object=10000", "rdma.max=mlx4_0 hca_object=1"],
);
both(
  "[Q-20] what engines write for `not set` asks for nothing",
  { memory: { disableOOMKiller: false }, cpu: { shares: 0n }, blockIO: { weight: 0 } },
  ["memory.oom_control?=0"],
  [],
);

test("[RM-6] [RM-7] [RM-8] [RC-7] [RC-8] [RN-1] [RN-2] settings that only v1 has", () => {
  const resources: Resources = {
    memory: { swappiness: 0n, disableOOMKiller: true, useHierarchy: true },
    cpu: { realtimeRuntime: 1000n, realtimePeriod: 2000n },
    network: { classID: 1048577, priorities: [{ name: "eth0", priority: 5 }] },
  };
  assert.equal(writes(resources, 1), [
    "memory.swappiness=0",
    "memory.oom_control=1",
    "memory.use_hierarchy=1",
    "cpu.rt_period_us=2000",
    "cpu.rt_runtime_us=1000",
    "net_cls.classid=1048577",
    "net_prio.ifpriomap=eth0 5",
  ]);
});

test("[R-2] v1 settings that are zero, false or always so are accepted on v2", () => {
  const resources: Resources = {
    memory: { swappiness: 0n, disableOOMKiller: false, useHierarchy: true },
    cpu: { realtimeRuntime: 0n },
    blockIO: { leafWeight: 0 },
    network: { classID: 0, priorities: [] },
  };
  assert.equal(writes(resources, 2), []);
});

refused("[R-2] [RM-6] swappiness on v2", [2], { memory: { swappiness: 60n } }, "memory/swappiness");
refused(
  "[R-2] [RM-7] disableOOMKiller on v2",
  [2],
  { memory: { disableOOMKiller: true } },
  "memory/disableOOMKiller",
);
refused(
  "[R-2] [RM-8] useHierarchy false on v2",
  [2],
  { memory: { useHierarchy: false } },
  "memory/useHierarchy",
);
refused("[R-2] [RM-3] swap without limit on v2", [2], { memory: { swap: 100n } }, "memory/swap");
refused(
  "[R-2] [RC-7] real time on v2",
  [2],
  { cpu: { realtimeRuntime: 1n } },
  "cpu/realtimeRuntime",
);
refused(
  "[R-2] [RB-2] leaf weight on v2",
  [2],
  { blockIO: { leafWeight: 100 } },
  "blockIO/leafWeight",
);
refused("[R-2] [RN-1] class on v2", [2], { network: { classID: 1 } }, "network/classID");
refused(
  "[R-2] [RN-2] priorities on v2",
  [2],
  { network: { priorities: [{ name: "lo", priority: 1 }] } },
  "network/priorities",
);
refused("[RM-11] memory below -1", [1, 2], { memory: { limit: -2n } }, "memory/limit");
refused("[RM-3] swap below limit", [1, 2], { memory: { limit: 100n, swap: 99n } }, "memory/swap");
refused(
  "[RM-6] swappiness above 100",
  [1, 2],
  { memory: { swappiness: 101n } },
  "memory/swappiness",
);
refused(
  "[RC-3] [RC-5] burst above quota",
  [1, 2],
  { cpu: { quota: 100n, burst: 200n } },
  "cpu/burst",
);
refused("[RC-9] malformed cpus", [1, 2], { cpu: { cpus: "3-1" } }, "cpu/cpus");
refused("[RC-10] malformed mems", [1, 2], { cpu: { mems: "a" } }, "cpu/mems");
refused("[RC-11] idle other than 0 and 1", [1, 2], { cpu: { idle: 7 } }, "cpu/idle");
refused("[RP-1] pids below -1", [1, 2], { pids: { limit: -2n } }, "pids/limit");
refused("[RB-1] weight out of range", [1, 2], { blockIO: { weight: 9 } }, "blockIO/weight");
refused(
  "[RB-6] a device without a weight",
  [1, 2],
  { blockIO: { weightDevice: [{ major: 8, minor: 0 }] } },
  "blockIO/weightDevice/0",
);
refused(
  "[RH-3] a page size that the host lacks",
  [1, 2],
  { hugepageLimits: [{ pageSize: "3MB", limit: 1n }] },
  "hugepageLimits/0/pageSize",
);
refused(
  "[RH-3] a page size twice",
  [1, 2],
  {
    hugepageLimits: [
      { pageSize: "2MB", limit: 1n },
      { pageSize: "2MB", limit: 2n },
    ],
  },
  "hugepageLimits/1/pageSize",
);
refused("[RR-2] an rdma device without a limit", [1, 2], { rdma: { "a/b": {} } }, "rdma/a~1b");
refused("[RU-6] unified on v1", [1], { unified: { "memory.high": "1" } }, "unified");
refused("[RU-5] a unified key that is a path", [2], { unified: { "../x": "1" } }, "unified/..~1x");
refused(
  "[RU-4] a unified key of a missing controller",
  [2],
  { unified: { "nosuch.max": "1" } },
  "unified/nosuch.max",
);

test("[RU-1] [RU-3] [RU-5] unified values are written as they are, line by line", () => {
  const unified = {
    "memory.high": "104857600",
    "io.max": "8:0 rbps=2097152\n8:16 wiops=120\n",
    "cgroup.freeze": "0",
    "memory.future": "x",
    "memory.empty": "",
  };
  assert.equal(writes({ unified }, 2), [
    "memory.high=104857600",
    "io.max=8:0 rbps=2097152",
    "io.max=8:16 wiops=120",
    "cgroup.freeze=0",
    "memory.future=x",
    "memory.empty=",
  ]);
});

test("[R-3] a limit whose controller is missing is refused, one that asks for nothing is not", () => {
  const lacks = scopeOf(1, ["memory", "rdma", "cpu", "blkio"]);
  assert.throws(
    () => writes({ memory: { limit: 1n } }, 1, lacks),
    /this host has no memory controller/,
  );
  assert.throws(() => writes({ rdma: { a: { hcaObjects: 1 } } }, 1, lacks), /no rdma controller/);
  const nothing: Resources = {
    memory: { disableOOMKiller: false },
    cpu: { shares: 0n },
    blockIO: { weight: 0 },
  };
  assert.equal(writes(nothing, 1, lacks), []);
});

test("[RM-4] [RM-5] [Q-20] kernel memory is ignored and 0 is unset, each with a warning", () => {
  const warnings: Warning[] = [];
  const resources: Resources = {
    memory: { kernel: 1n, kernelTCP: 2n, limit: 0n },
    cpu: { quota: 0n, period: 0n },
  };
  assert.equal(writes(resources, 2, scopeOf(2, [], warnings)), []);
  assert.equal(
    warnings.map(({ pointer }) => pointer.replace("/linux/resources/", "")),
    ["memory/kernel", "memory/kernelTCP", "memory/limit", "cpu/quota", "cpu/period"],
  );
});

test("[RC-1] shares become weights: the defaults meet and the ends are clamped", () => {
  const table = [0n, 2n, 3n, 1024n, 2048n, 262143n, 262144n, 1n << 63n].map(weightOfShares);
  assert.equal(table, [1, 1, 2, 100, 174, 10000, 10000, 10000]);
});

test("[RB-1] v1 block weights become io.weight", () => {
  assert.equal([10, 100, 500, 750, 1000].map(ioWeight), [1, 910, 4950, 7475, 10000]);
});

test.run();
