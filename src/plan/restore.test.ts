import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Config } from "../config/config.gen.ts";
import type { CriuOptions } from "../wire/criu.ts";
import { planCreate } from "./create.ts";
import { planRestore, planRestoreRequest } from "./restore.ts";
import type { RestoreFacts, RestoreWish } from "./restore.ts";
import { all, names, testConfig, testFacts, testRequest, USUAL, withLinux } from "./testing.ts";

const test = suite("plan/restore");

const WISH: RestoreWish = {
  tcpEstablished: false,
  extUnixSk: false,
  shellJob: false,
  fileLocks: false,
  lazyPages: false,
  autoDedup: false,
  cgroupsMode: null,
  emptyNamespaces: [],
  tcpClose: false,
  lsmProfile: null,
  lsmMountContext: null,
};

const FACTS: RestoreFacts = {
  version: 40_101,
  root: "/run/tsrun/box",
  directories: { images: 7, work: null },
  external: [],
  descriptors: [],
  namespaces: new Map(),
  cgroups: [],
};

const HOOK = { path: "/bin/true" };
const RICH = testConfig({
  hooks: { prestart: [HOOK], createRuntime: [HOOK], createContainer: [HOOK], poststart: [HOOK] },
  mounts: [
    { destination: "/proc", type: "proc", source: "proc" },
    { destination: "/sys/fs/cgroup", type: "cgroup", source: "cgroup" },
    { destination: "/data", source: "/srv", options: ["bind"] },
  ],
  linux: { ...USUAL, resources: { memory: { limit: 10_000_000n } } },
});

function optionsOf(config: Config, facts: Partial<RestoreFacts> = {}): CriuOptions {
  const plan = planRestore(config, testFacts(), testRequest());
  return planRestoreRequest(config, plan, WISH, { ...FACTS, ...facts }).options ?? {};
}

test("cgroups are entered before anything is restored, limits bind when all is there", () => {
  const plan = planRestore(RICH, testFacts(), testRequest({ pidFile: "/pid" }));
  assert.is(names(plan.prepare)[0], "state-directory");
  assert.ok(names(plan.prepare).includes("cgroup-make"));
  assert.ok(names(plan.enter).every((name) => name === "cgroup-join"));
  assert.ok(all(plan.limits, "cgroup-write").some(({ value }) => value === "10000000"));
  assert.equal(names(plan.commit), ["save-state", "pid-file"]);
  assert.equal(plan.steps, [
    ...plan.prepare,
    ...plan.enter,
    ...plan.namespaces,
    ...plan.limits,
    ...plan.commit,
  ]);
});

test("a create has the same cgroups and the same limits", () => {
  const plan = planRestore(RICH, testFacts(), testRequest());
  const created = planCreate(RICH, testFacts(), testRequest());
  const cgroup = (name: string): boolean => name.startsWith("cgroup-");
  assert.equal(names(plan.steps).filter(cgroup), names(created.steps).filter(cgroup));
  assert.equal(plan.cgroupPaths, created.cgroupPaths);
});

test("hooks of the runtime run, those of a program that starts do not", () => {
  const { namespaces: hooks } = planRestore(RICH, testFacts(), testRequest());
  assert.equal(
    all(hooks, "host-hook").map(({ kind }) => kind),
    ["prestart", "createRuntime"],
  );
});

test("a new network namespace has its loopback device up, and the devices that config.json gives", () => {
  const config = withLinux({ netDevices: { eth7: { name: "eth0" } } });
  const { namespaces } = planRestore(config, testFacts(), testRequest());
  assert.equal(names(namespaces), ["net-up", "net-device"]);
  const shared = testConfig({ linux: { namespaces: [{ type: "mount" }] } });
  assert.equal(planRestore(shared, testFacts(), testRequest()).namespaces, []);
});

test("mount points are made as create makes them, in a mount namespace and nothing else", () => {
  const { mountPoints } = planRestore(RICH, testFacts(), testRequest());
  const found = names(mountPoints.steps);
  for (const absent of ["state-directory", "save-state", "pid-file", "host-hook", "cgroup-make"])
    assert.not(found.includes(absent), absent);
  assert.equal(
    all(mountPoints.steps, "bind").map(({ target }) => target),
    ["/data"],
  );
  assert.not(all(mountPoints.steps, "mount").some(({ fstype }) => fstype === "cgroup"));
  assert.ok(found.includes("barrier prepared"));
  assert.is(found.at(-1), "gate");
});

test("without a mount namespace of its own the root needs no other mount", () => {
  const namespaces = (USUAL.namespaces ?? []).filter(({ type }) => type !== "mount");
  const plan = (config: Config): boolean =>
    planRestore(config, testFacts(), testRequest()).ownMounts;
  assert.is(plan(testConfig({ linux: { namespaces } })), false);
  assert.is(plan(testConfig()), true);
});

test("external mounts are named as the checkpoint named them", () => {
  const external = [{ target: "/data", source: "/srv" }];
  assert.equal(optionsOf(RICH, { external }).externalMounts, [{ key: "/data", value: "/srv" }]);
  assert.equal(optionsOf(withLinux({ maskedPaths: ["/proc/kcore"] })).externalMounts, [
    { key: "/dev/null", value: "/dev/null" },
  ]);
});

test("joined namespaces are inherited or joined, one of cgroups is refused", () => {
  const joined = (...types: readonly ("network" | "ipc" | "uts" | "cgroup")[]): Config =>
    withLinux({ namespaces: types.map((type) => ({ type, path: `/run/ns/${type}` })) });
  const namespaces = new Map([["network", 9]] as const);
  const options = optionsOf(joined("network", "ipc", "uts"), { namespaces });
  assert.equal(options.inheritedFds, [{ key: "extRootNetNS", fd: 9 }]);
  assert.equal(options.joinNamespaces, [
    { type: "ipc", file: "/run/ns/ipc" },
    { type: "uts", file: "/run/ns/uts" },
  ]);
  assert.throws(() => optionsOf(joined("cgroup")), /CRIU cannot restore into a cgroup namespace/);
  assert.throws(
    () => optionsOf(joined("network"), { namespaces, version: 31_000 }),
    /an external network namespace needs CRIU 3.11, this is 3.10/,
  );
});

test("pipes of stdio are replaced by number, nothing else is", () => {
  const descriptors = ["pipe:[1]", "/dev/null", "pipe:[3]"];
  assert.equal(optionsOf(testConfig(), { descriptors }).inheritedFds, [
    { key: "pipe:[1]", fd: 0 },
    { key: "pipe:[3]", fd: 2 },
  ]);
});

test("each controller has its root, v2 one without a name", () => {
  const cgroups = [
    { controllers: ["cpu", "cpuacct"], path: "/a" },
    { controllers: ["name=systemd"], path: "/b" },
    { controllers: [], path: "/c" },
  ];
  assert.equal(optionsOf(testConfig(), { cgroups }).cgroupRoots, [
    { controller: "cpu", path: "/a" },
    { controller: "cpuacct", path: "/a" },
    { controller: "name=systemd", path: "/b" },
    { controller: "", path: "/c" },
  ]);
});

test.run();
