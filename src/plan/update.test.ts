import { test } from "uvu";
import * as assert from "uvu/assert";
import { hybridRoot, systemdRoot } from "../host/sheets/index.ts";
import { planUpdate } from "./update.ts";
import { PlanError } from "./types.ts";
import type { Spot } from "./cgroup.ts";
import type { Facts } from "./types.ts";
import type { Resources } from "../config/config.gen.ts";

function spots(facts: Facts): readonly Spot[] {
  return facts.cgroup.hierarchies.map((hierarchy) => {
    const { mount, version } = hierarchy;
    return { hierarchy, mount, version, path: "/c" };
  });
}

const plan = (asked: Resources, resources: Resources, facts: Facts) =>
  planUpdate(asked, { resources, spots: spots(facts) }, facts);

/** `file=value` of each write. */
function writes(asked: Resources, before: Resources, facts: Facts): readonly string[] {
  return plan(asked, before, facts).steps.flatMap(({ op }) =>
    op.op === "cgroup-write"
      ? [`${op.file}=${op.value}`]
      : op.op === "cgroup-enable"
        ? []
        : [op.op],
  );
}

function both(
  title: string,
  asked: Resources,
  before: Resources,
  v1: readonly string[],
  v2: readonly string[],
): void {
  test(title, () => {
    assert.equal(writes(asked, before, hybridRoot), v1, "v1");
    assert.equal(writes(asked, before, systemdRoot), v2, "v2");
  });
}

both("nothing asked is nothing done", {}, { memory: { limit: 5n } }, [], []);

both(
  "zeros of engines leave everything alone",
  {
    memory: { limit: 0n, reservation: 0n, swap: 0n, kernel: 0n },
    cpu: { shares: 0n, quota: 0n, period: 0n, cpus: "", mems: "" },
    blockIO: { weight: 0 },
    pids: { limit: 0n },
    devices: [],
  },
  { memory: { limit: 5n }, cpu: { quota: 5000n } },
  [],
  [],
);

both(
  "[RM-3] memory and swap are written so that limit <= sum holds at every moment",
  { memory: { limit: 100n, swap: 150n } },
  { memory: { limit: 10n, swap: 20n } },
  [
    "memory.memsw.limit_in_bytes=-1",
    "memory.limit_in_bytes=100",
    "memory.memsw.limit_in_bytes=150",
  ],
  ["memory.swap.max=50", "memory.max=100"],
);

both(
  "no limit on memory takes swap's away",
  { memory: { limit: -1n } },
  { memory: { limit: 10n, swap: 20n } },
  ["memory.memsw.limit_in_bytes=-1", "memory.limit_in_bytes=-1"],
  ["memory.swap.max=max", "memory.max=max"],
);

both(
  "swap alone is the sum with the limit that the container has",
  { memory: { swap: 50n } },
  { memory: { limit: 10n } },
  ["memory.memsw.limit_in_bytes=50"],
  ["memory.swap.max=40", "memory.max=10"],
);

both(
  "a quota alone keeps the period, a period alone the quota",
  { cpu: { period: 50_000n } },
  { cpu: { quota: 20_000n, period: 100_000n } },
  // The quota is written anew, behind it: the kernel compared the old one with the new period.
  ["cpu.cfs_quota_us=20000", "cpu.cfs_period_us=50000"],
  ["cpu.max=20000 50000"],
);

both(
  "a period that grows goes before its quota",
  { cpu: { period: 200_000n, quota: 150_000n } },
  { cpu: { quota: 20_000n, period: 100_000n } },
  ["cpu.cfs_period_us=200000", "cpu.cfs_quota_us=150000"],
  ["cpu.max=150000 200000"],
);

both(
  "burst goes down before the quota and up behind it",
  { cpu: { quota: 20_000n, burst: 1000n } },
  { cpu: { quota: 50_000n, burst: 40_000n } },
  ["cpu.cfs_burst_us=1000", "cpu.cfs_quota_us=20000"],
  ["cpu.max.burst=1000", "cpu.max=20000"],
);

both(
  "a cgroup that stops being idle gets its shares back",
  { cpu: { idle: 0 } },
  { cpu: { shares: 1024n, idle: 1 } },
  ["cpu.idle=0", "cpu.shares=1024"],
  ["cpu.idle=0", "cpu.weight=100"],
);

both(
  "memory.checkBeforeUpdate compares first",
  { memory: { limit: 5n, checkBeforeUpdate: true } },
  {},
  ["cgroup-usage", "memory.limit_in_bytes=5"],
  ["cgroup-usage", "memory.max=5"],
);

test("what is asked for is merged into what was there", () => {
  const before: Resources = {
    memory: { limit: 10n, swap: 20n, swappiness: 5n },
    cpu: { quota: 5000n, shares: 7n },
    pids: { limit: 9n },
    blockIO: { throttleReadBpsDevice: [{ major: 8, minor: 0, rate: 1n }] },
    unified: { "a.b": "1" },
  };
  const asked: Resources = {
    memory: { limit: 15n, checkBeforeUpdate: true },
    cpu: { quota: 6000n, shares: 0n },
    blockIO: {
      weight: 0,
      throttleReadBpsDevice: [
        { major: 8, minor: 0, rate: 2n },
        { major: 8, minor: 16, rate: 3n },
      ],
    },
  };
  const merged = {
    ...before,
    memory: { limit: 15n, swap: 20n, swappiness: 5n },
    cpu: { quota: 6000n, shares: 7n },
    blockIO: {
      throttleReadBpsDevice: [
        { major: 8, minor: 0, rate: 2n },
        { major: 8, minor: 16, rate: 3n },
      ],
    },
  };
  assert.equal(plan(asked, before, hybridRoot).resources, merged);
  // v2 keeps swap itself, so the sum grows with memory.
  const memory = { ...merged.memory, swap: 25n };
  assert.equal(plan(asked, before, systemdRoot).resources, { ...merged, memory });
});

function refused(
  title: string,
  asked: Resources,
  before: Resources,
  pointer: string,
  facts = hybridRoot,
): void {
  test(title, () => {
    assert.throws(
      () => plan(asked, before, facts),
      (error: unknown) =>
        error instanceof PlanError && error.pointer === `/linux/resources/${pointer}`,
    );
  });
}

refused(
  "a quota below the burst that the container has is refused",
  { cpu: { quota: 1000n } },
  { cpu: { quota: 5000n, burst: 4000n } },
  "cpu/burst",
);
refused(
  "a limit above the sum that the container has is refused on v1",
  { memory: { limit: 30n } },
  { memory: { limit: 10n, swap: 20n } },
  "memory/swap",
);
refused(
  "unified needs v2's controller",
  { unified: { "nosuch.max": "1" } },
  {},
  "unified/nosuch.max",
  systemdRoot,
);

test("a container without a cgroup cannot be given limits", () => {
  assert.throws(
    () => planUpdate({ pids: { limit: 1n } }, { resources: {}, spots: [] }, hybridRoot),
    /has no cgroup/,
  );
});

test("device rules take the old ones' place: v1 by differences, the new ones first", () => {
  const disk = { allow: true, type: "b", major: 8, minor: 0, access: "rwm" } as const;
  const tape = { allow: true, type: "c", major: 9, minor: 0, access: "r" } as const;
  const before: Resources = { devices: [{ allow: false, access: "rwm" }, disk] };
  const { steps, back } = plan({ devices: [{ ...disk, access: "r" }, tape] }, before, hybridRoot);
  const said = (list: typeof steps) =>
    list.map(({ op }) => (op.op === "cgroup-write" ? `${op.file} ${op.value}` : op.op));
  assert.equal(said(steps), [
    "devices.allow b 8:0 r",
    "devices.allow c 9:0 r",
    "devices.deny b 8:0 wm",
  ]);
  assert.equal(said(back), ["devices.allow b 8:0 rwm", "devices.deny c 9:0 r"]);
  const v2 = plan({ devices: [tape] }, before, systemdRoot);
  assert.equal(said(v2.steps), ["cgroup-devices"]);
  assert.ok((v2.blobs.get("devices")?.length ?? 0) > 0);
});

test("device rules that change the default are written whole", () => {
  const all: Resources = { devices: [{ allow: true, access: "rwm" }] };
  const { steps } = plan(all, {}, hybridRoot);
  assert.equal(
    steps.map(({ op }) => (op.op === "cgroup-write" ? `${op.file} ${op.value}` : op.op)),
    ["devices.allow a"],
  );
});

test.run();
