import { test } from "uvu";
import * as assert from "uvu/assert";
import { hybridRoot, rootlessUser, systemdRoot } from "../host/sheets/index.ts";
import { printProperty } from "../wire/gvariant.ts";
import { planCgroup } from "./cgroup.ts";
import { configuredRules, DENY_ALL, USUAL } from "./device-rules.ts";
import { annotationProperties } from "./systemd-annotations.ts";
import { deviceProperties } from "./systemd-devices.ts";
import { bitmask, quotaPerSecond, resourceProperties } from "./systemd-properties.ts";
import { containerUnit, slicePath } from "./systemd-unit.ts";
import { testRequest } from "./testing.ts";
import type { DeviceRule, Linux, Resources } from "../config/config.gen.ts";
import type { Facts, SystemdFacts, Warning } from "./types.ts";

const groups = { c: { "136": "pts", "1": "mem" }, b: { "8": "sd" } };
const SYSTEM: SystemdFacts = {
  failure: null,
  version: 252,
  user: false,
  cgroup: 2,
  root: "",
  deviceGroups: groups,
};
const onV2: Facts = { ...systemdRoot, systemd: SYSTEM };
const onV1: Facts = { ...hybridRoot, systemd: { ...SYSTEM, cgroup: 1 } };
const manager = "/user.slice/user-1000.slice/user@1000.service";
const asUser: Facts = { ...rootlessUser, systemd: { ...SYSTEM, user: true, root: manager } };
const request = testRequest({ id: "c1", systemdCgroup: true });

const unit = (path: string | undefined, facts = onV2) => containerUnit(path, facts, request);

test("slice:prefix:name is a scope in a slice, and its cgroup is below the slice's", () => {
  assert.equal(unit("machine-a.slice:libpod:x"), {
    unit: "libpod-x.scope",
    slice: "machine-a.slice",
    isSlice: false,
    path: "/machine.slice/machine-a.slice/libpod-x.scope",
  });
  assert.is(unit("::x").unit, "x.scope");
  assert.is(unit("::x").slice, "system.slice");
  assert.is(unit("-.slice:p:x").path, "/p-x.scope");
});

test("[CG-7] absent it is runc-ID.scope, in the user's slice for a user", () => {
  assert.is(unit(undefined).path, "/system.slice/runc-c1.scope");
  assert.is(unit("", asUser).path, "/user.slice/runc-c1.scope");
});

test("a name that is a slice is that slice", () => {
  const made = unit("a.slice:p:a-b.slice");
  assert.equal([made.unit, made.isSlice, made.path], ["a-b.slice", true, "/a.slice/a-b.slice"]);
});

const WRONG: readonly (readonly [path: string, words: RegExp])[] = [
  [
    "/a/b",
    /expected cgroupsPath to be of format "slice:prefix:name" for systemd cgroups, got "\/a\/b" instead/,
  ],
  ["a:b", /of format/],
  ["a:b:c:d", /of format/],
  ["system.slice:p:", /names no unit/],
  ["system:p:x", /invalid slice name: system/],
  ["a--b.slice:p:x", /invalid slice name/],
  ["-a.slice:p:x", /invalid slice name/],
  ["a-.slice:p:x", /invalid slice name/],
  [".slice:p:x", /invalid slice name/],
  ["a/b.slice:p:x", /invalid slice name/],
  ["system.slice:p:x/y", /not the name of a systemd unit/],
  ["system.slice:p:a+b", /not the name of a systemd unit/],
  [`system.slice:p:${"x".repeat(260)}`, /not the name of a systemd unit/],
];
for (const [path, words] of WRONG) {
  test(`[CG-8] cgroupsPath ${path.slice(0, 30)} is refused`, () => {
    assert.throws(() => unit(path), words);
  });
}

test("a slice's cgroup is below those that its name holds", () => {
  assert.is(slicePath("test-a-b.slice"), "/test.slice/test-a.slice/test-a-b.slice");
  assert.is(slicePath("-.slice"), "");
});

const properties = (resources: Resources, changes = {}): readonly string[] => {
  const warnings: Warning[] = [];
  const scope = { version: 252, cgroup: 2 as 1 | 2, warnings, ...changes };
  return [
    ...resourceProperties(resources, scope).map(printProperty),
    ...warnings.map(({ message }) => message),
  ];
};

test("limits are properties of v2", () => {
  assert.equal(
    properties({
      memory: { limit: 100n, reservation: 50n, swap: 300n },
      cpu: { shares: 512n, quota: 15000n, period: 100000n, cpus: "0-1,9", mems: "0" },
      pids: { limit: -1n },
      blockIO: { weight: 750 },
    }),
    [
      "MemoryMax=uint64 100",
      "MemoryLow=uint64 50",
      "MemorySwapMax=uint64 200",
      "CPUWeight=uint64 59",
      "CPUQuotaPeriodUSec=uint64 100000",
      "CPUQuotaPerSecUSec=uint64 150000",
      "AllowedCPUs=@ay [3, 2]",
      "AllowedMemoryNodes=@ay [1]",
      "TasksMax=uint64 18446744073709551615",
      "IOWeight=uint64 7475",
    ],
  );
});

test("limits are properties of v1, which has no cpuset", () => {
  assert.equal(
    properties(
      {
        memory: { limit: -1n, swap: -1n },
        cpu: { shares: 512n, cpus: "0" },
        pids: { limit: 7n },
        blockIO: { weight: 100 },
      },
      { cgroup: 1 },
    ),
    [
      "MemoryLimit=uint64 18446744073709551615",
      "CPUShares=uint64 512",
      "TasksMax=uint64 7",
      "BlockIOWeight=uint64 100",
    ],
  );
});

test("a quota is rounded up to whole percents, and none is no limit", () => {
  assert.is(quotaPerSecond(1n, 100000n), 10000n);
  assert.is(quotaPerSecond(20000n, 0n), 200000n);
  assert.is(quotaPerSecond(33333n, 100000n), 340000n);
  assert.is(quotaPerSecond(-1n, 100000n), 0xffff_ffff_ffff_ffffn);
});

test("idle is a weight of 0, where systemd knows it; shares are left out with a warning then", () => {
  const [weight, warning] = properties({ cpu: { idle: 1, shares: 2n } });
  assert.is(weight, "CPUWeight=uint64 0");
  assert.is(
    warning,
    "unable to apply both cpu.weight and cpu.idle to systemd, ignoring cpu.weight",
  );
  assert.equal(properties({ cpu: { idle: 1 } }, { version: 251 }), []);
});

test("an older systemd is not told what it does not know", () => {
  const cpu = { quota: 1000n, period: 2000n, cpus: "0" };
  assert.equal(properties({ cpu }, { version: 241 }), ["CPUQuotaPerSecUSec=uint64 500000"]);
});

test("unified keys that systemd knows are properties, others are not", () => {
  assert.equal(
    properties({
      unified: {
        "memory.high": "1000",
        "memory.max": "max",
        "cpu.max": "50000 100000",
        "cpuset.cpus": "1",
        "pids.max": "9",
        "cpu.idle": "1",
        "io.max": "8:0 rbps=1",
        "hugetlb.2MB.max": "1",
      },
    }),
    [
      "MemoryHigh=uint64 1000",
      "MemoryMax=uint64 18446744073709551615",
      "CPUQuotaPeriodUSec=uint64 100000",
      "CPUQuotaPerSecUSec=uint64 500000",
      "AllowedCPUs=@ay [2]",
      "TasksMax=uint64 9",
      "CPUWeight=uint64 0",
    ],
  );
});

test("a list that is none or too long is refused", () => {
  for (const list of ["a", "3-1", "0-99999", "1,,2"]) {
    assert.throws(() => bitmask(list, "/p"), /not a list of numbers/);
  }
});

const devices = (rules: readonly DeviceRule[]): readonly string[] =>
  deviceProperties([DENY_ALL, ...configuredRules(rules), ...USUAL], groups).map(printProperty);

test("device rules are names of nodes and drivers; what is denied again is left out", () => {
  const [policy, list = ""] = devices([
    { allow: true, type: "b", major: 8, access: "r" },
    { allow: true, type: "c", major: 10, minor: 229, access: "rw" },
    { allow: true, type: "c", major: 99, access: "rw" },
    { allow: true, type: "c", major: 4, minor: 1 },
    { allow: false, type: "c", major: 4 },
  ]);
  assert.is(policy, "DevicePolicy='strict'");
  assert.match(
    list,
    "[('block-sd', 'r'), ('/dev/char/10:229', 'rw'), ('char-*', 'm'), ('block-*', 'm'),",
  );
  assert.match(list, "('char-pts', 'rwm')");
  assert.not.match(list, "4:1");
});

test("a privileged container has systemd's open policy", () => {
  assert.equal(deviceProperties([{ ...DENY_ALL, allow: true }], groups).map(printProperty), [
    "DevicePolicy='auto'",
    "DeviceAllow=@a(ss) []",
  ]);
});

test("annotations are properties with their types, seconds become microseconds", () => {
  const made = annotationProperties({
    "org.systemd.property.TimeoutStopUSec": "uint64 123000000",
    "org.systemd.property.CollectMode": "'inactive-or-failed'",
    "org.systemd.property.TimeoutStartSec": "1.5",
    "org.systemd.property.WatchdogSec": "uint32 2",
    "org.other": "x",
  });
  assert.equal(made.map(printProperty), [
    "TimeoutStopUSec=uint64 123000000",
    "CollectMode='inactive-or-failed'",
    "TimeoutStartUSec=uint64 1500000",
    "WatchdogUSec=uint64 2000000",
  ]);
  for (const [name, value, words] of [
    ["X1", "1", /name must be letters/],
    ["", "1", /name must be letters/],
    ["Abc", "nonsense", /annotation org.systemd.property.Abc=nonsense value parse error/],
    ["TimeoutStopSec", "'a'", /a number of seconds/],
  ] as const) {
    assert.throws(() => annotationProperties({ [`org.systemd.property.${name}`]: value }), words);
  }
});

const plan = (linux: Linux, facts: Facts) =>
  planCgroup({ ociVersion: "1.3.0", root: { path: "r" }, linux }, facts, {
    ...request,
    rootless: facts.euid !== 0,
  });
const ops = (linux: Linux, facts: Facts): readonly string[] =>
  plan(linux, facts).join.map(({ op }) => `${op.op}${"path" in op ? ` ${op.path}` : ""}`);

test("on v2 systemd makes the cgroup, with init in it; then controllers that it does not know", () => {
  const made = plan({ cgroupsPath: "a.slice:p:x" }, onV2);
  assert.equal(made.make, []);
  assert.equal(made.cgroupPaths, { unified: "/sys/fs/cgroup/a.slice/p-x.scope" });
  assert.equal(ops({ cgroupsPath: "a.slice:p:x" }, onV2), [
    "systemd-unit",
    "cgroup-make /a.slice/p-x.scope",
    "cgroup-enable /a.slice/p-x.scope",
    "cgroup-join /a.slice/p-x.scope",
  ]);
  const [first] = made.join;
  if (first?.op.op !== "systemd-unit") throw new Error("no unit");
  assert.equal(first.op.properties.slice(0, 3), [
    "Description='tsrun container c1'",
    "Slice='a.slice'",
    "Delegate=true",
  ]);
});

test("on v1 the unit's path is used in every hierarchy", () => {
  const { cgroupPaths } = plan({}, onV1);
  for (const name of ["cpuset", "freezer", "name=systemd", "unified"]) {
    assert.match(cgroupPaths[name] ?? "", /\/system\.slice\/runc-c1\.scope$/, name);
  }
});

test("a user's unit is below the user's manager and has no device policy", () => {
  const made = plan({}, asUser);
  assert.equal(made.cgroupPaths, { unified: `/sys/fs/cgroup${manager}/user.slice/runc-c1.scope` });
  const [first] = made.join;
  if (first?.op.op !== "systemd-unit") throw new Error("no unit");
  assert.is(first.op.user, 1);
  assert.not.ok(first.op.properties.some((text) => text.startsWith("Device")));
});

test("without systemd it is said why", () => {
  const facts = { ...onV2, systemd: { ...SYSTEM, failure: "systemd is not running on this host" } };
  assert.throws(() => plan({}, facts), /--systemd-cgroup: systemd is not running on this host/);
  assert.throws(() => plan({}, systemdRoot), /systemd was not asked for/);
});
test.run();
