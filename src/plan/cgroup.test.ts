import { test } from "uvu";
import * as assert from "uvu/assert";
import { hybridRoot, rootlessUser, systemdRoot } from "../host/sheets/index.ts";
import { planCgroup } from "./cgroup.ts";
import type { Config, Linux, Resources } from "../config/config.gen.ts";
import { testRequest } from "./testing.ts";
import type { CgroupPlan } from "./cgroup.ts";
import type { Facts, Step } from "./types.ts";

function plan(linux: Linux, facts: Facts): CgroupPlan {
  const config = { ociVersion: "1.3.0", linux } as Config;
  return planCgroup(config, facts, testRequest({ rootless: facts.euid !== 0 }));
}

const limits = (resources: Resources, facts: Facts): CgroupPlan =>
  plan({ cgroupsPath: "/c", resources }, facts);

function brief({ op }: Step): string {
  if (op.op === "cgroup-write") return `${op.mount}${op.path}/${op.file} ${op.value}`;
  const place = "mount" in op && "path" in op ? ` ${op.mount}${op.path}` : "";
  const more =
    op.op === "cgroup-enable" ? ` ${op.controllers.join(",")}${op.optional === 1 ? "?" : ""}` : "";
  return `${op.op}${place}${more}`;
}

const withoutCgroup = (facts: Facts): Facts => ({
  ...facts,
  cgroup: {
    ...facts.cgroup,
    hierarchies: facts.cgroup.hierarchies.map((one) => ({ ...one, writable: false })),
  },
});

test("[CG-4] [R-0] hybrid: one cgroup in every hierarchy, limits go where their controller is", () => {
  const made = limits(
    { pids: { limit: 5n }, rdma: { a: { hcaObjects: 1 } }, devices: [{ allow: true }] },
    hybridRoot,
  );
  assert.is(made.make.filter(({ op }) => op.op === "cgroup-make").length, 11);
  assert.is(made.join.length, 11);
  assert.equal(made.make.slice(0, 3).map(brief), [
    "cgroup-make /sys/fs/cgroup/cpuset/c",
    "cgroup-cpuset /sys/fs/cgroup/cpuset/c",
    "cgroup-make /sys/fs/cgroup/cpu,cpuacct/c",
  ]);
  assert.equal(made.make.slice(-2).map(brief), [
    "cgroup-make /sys/fs/cgroup/unified/c",
    "cgroup-enable /sys/fs/cgroup/unified/c rdma",
  ]);
  assert.equal(made.limits.map(brief), [
    "/sys/fs/cgroup/pids/c/pids.max 5",
    "/sys/fs/cgroup/unified/c/rdma.max a hca_object=1",
    "/sys/fs/cgroup/devices/c/devices.allow a",
  ]);
});

test("without cgroups: none is made, the devices have no rules, a limit is refused by its name", () => {
  const request = testRequest({ noCgroup: true });
  const bare = { ociVersion: "1.3.0", linux: { resources: {} } } as Config;
  for (const facts of [hybridRoot, systemdRoot]) {
    const made = planCgroup(bare, facts, request);
    assert.equal([made.make, made.join, made.limits], [[], [], []]);
    assert.equal(made.cgroupPaths, {});
    const resources = { memory: { limit: 1n } };
    assert.throws(
      () => planCgroup({ ...bare, linux: { resources } }, facts, request),
      /cannot set memory limit.*--cgroup-manager=disabled/,
    );
  }
});

test("hybrid: the paths name each controller, the named hierarchy and the unified one", () => {
  const { cgroupPaths } = limits({}, hybridRoot);
  assert.is(cgroupPaths["cpuacct"], "/sys/fs/cgroup/cpu,cpuacct/c");
  assert.is(cgroupPaths["name=systemd"], "/sys/fs/cgroup/systemd/c");
  assert.is(cgroupPaths["unified"], "/sys/fs/cgroup/unified/c");
  assert.is(Object.keys(cgroupPaths).length, 13);
});

test("[RU-2] v2: controllers that limits need must be enabled, the others are for statistics", () => {
  const {
    make,
    join,
    cgroupPaths,
    blobs,
    limits: writes,
  } = limits({ memory: { limit: 1n }, cpu: { shares: 2n } }, systemdRoot);
  assert.equal(make.map(brief), [
    "cgroup-make /sys/fs/cgroup/c",
    "cgroup-enable /sys/fs/cgroup/c cpu,memory",
    "cgroup-enable /sys/fs/cgroup/c cpuset,io,hugetlb,pids,rdma,misc?",
  ]);
  assert.equal(join.map(brief), ["cgroup-join /sys/fs/cgroup/c"]);
  assert.equal(cgroupPaths, { unified: "/sys/fs/cgroup/c" });
  assert.equal(writes.map(brief), [
    "/sys/fs/cgroup/c/memory.max 1",
    "/sys/fs/cgroup/c/cpu.weight 1",
    "cgroup-devices /sys/fs/cgroup/c",
  ]);
  assert.is((blobs.get("devices")?.length ?? 1) % 8, 0);
});

test("[CG-10] without resources no limit is touched, device rules alone are set", () => {
  assert.equal(plan({ cgroupsPath: "/c" }, systemdRoot).limits.map(brief), [
    "cgroup-devices /sys/fs/cgroup/c",
  ]);
});

test("every step of a limit says where config.json asks for it", () => {
  const [first] = limits({ memory: { limit: 1n } }, systemdRoot).limits;
  assert.is(first?.origin.pointer, "/linux/resources/memory/limit");
  assert.is(limits({}, systemdRoot).make[0]?.origin.pointer, "/linux/cgroupsPath");
  assert.is(plan({}, systemdRoot).make[0]?.origin.pointer, null);
});

test("v2: a privileged container has no device program", () => {
  const { limits: writes, blobs } = limits(
    { devices: [{ allow: true, access: "rwm" }] },
    systemdRoot,
  );
  assert.equal(writes, []);
  assert.is(blobs.size, 0);
});

test("rootless with a delegated subtree: limits are written, device rules are not", () => {
  const made = plan(
    { resources: { pids: { limit: 5n }, devices: [{ allow: false }] } },
    rootlessUser,
  );
  const place = "/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice/tsrun-box";
  assert.equal(made.cgroupPaths, { unified: place });
  assert.equal(made.limits.map(brief), [`${place}/pids.max 5`]);
});

test("rootless without permission: nothing asked is forgiven, limits and paths are not", () => {
  const bare = withoutCgroup(rootlessUser);
  const made = plan({ resources: { devices: [{ allow: false }] } }, bare);
  assert.equal([made.make, made.join, made.limits, made.cgroupPaths], [[], [], [], {}]);
  const words =
    /rootless needs no limits \+ no cgrouppath when no permission is granted for cgroups/;
  assert.throws(() => plan({ resources: { pids: { limit: 5n } } }, bare), words);
  assert.throws(() => plan({ cgroupsPath: "a" }, bare), words);
});

test("rootless with permission for some hierarchies: a limit in another one is refused by its name", () => {
  const user = withoutCgroup({ ...hybridRoot, euid: 1000, capabilities: 0n });
  const [cpuset, ...rest] = user.cgroup.hierarchies;
  if (cpuset === undefined) throw new Error("no hierarchy");
  const some: Facts = {
    ...user,
    cgroup: { ...user.cgroup, hierarchies: [{ ...cpuset, writable: true }, ...rest] },
  };
  assert.equal(plan({}, some).join.map(brief), ["cgroup-join /sys/fs/cgroup/cpuset/tsrun-box"]);
  assert.throws(
    () => plan({ resources: { pids: { limit: 5n } } }, some),
    /cannot set pids limit: container could not join or create cgroup/,
  );
});

test("a host without cgroups: root is told, a user without wishes is not", () => {
  const none = (facts: Facts): Facts => ({
    ...facts,
    cgroup: { mode: "none", hierarchies: [], delegate: [] },
  });
  assert.throws(() => plan({}, none(systemdRoot)), /no cgroup hierarchy is mounted/);
  assert.equal(plan({}, none(rootlessUser)).make, []);
  assert.throws(
    () => plan({ resources: { pids: { limit: 1n } } }, none(rootlessUser)),
    /this host has no pids controller/,
  );
});

test("device rules without a devices controller or v2 are refused", () => {
  const [cpuset] = hybridRoot.cgroup.hierarchies;
  if (cpuset === undefined) throw new Error("no hierarchy");
  const facts: Facts = {
    ...hybridRoot,
    cgroup: { mode: "v1", hierarchies: [cpuset], delegate: [] },
  };
  assert.throws(() => plan({ cgroupsPath: "/c" }, facts), /device rules need/);
});

test.run();
