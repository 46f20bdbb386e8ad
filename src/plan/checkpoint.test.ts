import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Config } from "../config/config.gen.ts";
import type { CriuOptions } from "../wire/criu.ts";
import { planCheckpoint, spoken } from "./checkpoint.ts";
import type { CheckpointFacts, CheckpointWish } from "./checkpoint.ts";
import { externalMounts, maskedPaths } from "./criu.ts";
import { testConfig, testFacts, testScope, USUAL, withLinux, withUsers } from "./testing.ts";

const test = suite("plan/checkpoint");

const WISH: CheckpointWish = {
  tcpEstablished: false,
  extUnixSk: false,
  shellJob: false,
  fileLocks: false,
  lazyPages: false,
  autoDedup: false,
  cgroupsMode: null,
  emptyNamespaces: [],
  parentPath: null,
  leaveRunning: false,
  tcpSkipInFlight: false,
  linkRemap: false,
  statusFd: -1,
  pageServer: null,
  preDump: false,
};

const FACTS: CheckpointFacts = {
  version: 40_101,
  pid: 42,
  rootfs: "/bundle/rootfs",
  cgroupPaths: {},
  namespaces: { network: "11", pid: "22" },
  external: [],
  masked: [],
  directories: { images: 7, work: null },
};

function optionsOf(config: Config, facts: Partial<CheckpointFacts> = {}): CriuOptions {
  return planCheckpoint(config, WISH, { ...FACTS, ...facts }).options ?? {};
}

test("without a work directory the images' own is used", () => {
  assert.not("workDirFd" in optionsOf(testConfig()));
});

test("mounts from the host and masked files are external", () => {
  const { externalMounts: mounts } = optionsOf(testConfig(), {
    external: ["/data", "/etc/hosts"],
    masked: ["/proc/kcore"],
  });
  assert.equal(mounts, [
    { key: "/data", value: "/data" },
    { key: "/etc/hosts", value: "/etc/hosts" },
    { key: "/proc/kcore", value: "/dev/null" },
  ]);
});

test("namespaces that somebody else made are external, by the inode that init is in", () => {
  const namespaces = (USUAL.namespaces ?? []).map(({ type }) =>
    type === "network" || type === "pid" ? { type, path: `/run/ns/${type}` } : { type },
  );
  const config = withLinux({ namespaces });
  assert.equal(optionsOf(config).external, ["net[11]:extRootNetNS", "pid[22]:extRootPidNS"]);
  assert.equal(optionsOf(testConfig()).external, []);
  assert.throws(
    () => optionsOf(config, { version: 31_400 }),
    /an external pid namespace needs CRIU 3.15, this is 3.14/,
  );
});

test("the freezer is v1's where there is one", () => {
  const v1 = "/sys/fs/cgroup/freezer/box";
  const unified = "/sys/fs/cgroup/unified/box";
  const freezer = (cgroupPaths: Readonly<Record<string, string>>): unknown =>
    optionsOf(testConfig(), { cgroupPaths }).freezeCgroup;
  assert.is(freezer({ freezer: v1, unified }), v1);
  assert.is(freezer({ unified }), unified);
  assert.is(freezer({}), undefined);
});

test("settings of the administrator are CRIU's to read, unless the container says otherwise", () => {
  const file = (annotations: Readonly<Record<string, string>>): unknown =>
    optionsOf(testConfig({ annotations })).configFile;
  assert.is(file({}), "/etc/criu/runc.conf");
  assert.is(file({ "org.criu.config": "/etc/criu/mine.conf" }), "/etc/criu/mine.conf");
  assert.is(file({ "org.criu.config": "" }), undefined);
});

test("external mounts are the binds of a create, devices of a user namespace among them", () => {
  const mounts = [
    { destination: "/proc", type: "proc", source: "proc" },
    { destination: "data", type: "bind", source: "data", options: ["rbind", "ro"] },
    { destination: "/a/../b", source: "/srv/b", options: ["bind"] },
  ];
  const binds = [
    { target: "/data", source: "/bundle/data" },
    { target: "/b", source: "/srv/b" },
  ];
  assert.equal(externalMounts(testScope(testConfig({ mounts })), {}), binds);
  const inUsers = externalMounts(testScope(withUsers(mounts)), {});
  assert.equal(inUsers.slice(0, 2), binds);
  assert.ok(inUsers.some(({ target, source }) => target === "/dev/null" && source === "/dev/null"));
});

test("a cgroup mount is external where it is a bind", () => {
  const mounts = [{ destination: "/sys/fs/cgroup", type: "cgroup", source: "cgroup" }];
  const paths = { memory: "/sys/fs/cgroup/memory/box" };
  const plain = externalMounts(testScope(testConfig({ mounts }), testFacts()), paths);
  assert.ok(plain.some(({ source }) => source === "/sys/fs/cgroup/memory/box"));
  const namespaces = [...(USUAL.namespaces ?? []), { type: "cgroup" as const }];
  const config = testConfig({ mounts, linux: { namespaces } });
  assert.equal(externalMounts(testScope(config), paths), []);
});

test("masked paths are clean and there once", () => {
  assert.equal(maskedPaths(withLinux({ maskedPaths: ["/proc/kcore", "/proc//kcore", "/x/"] })), [
    "/proc/kcore",
    "/x",
  ]);
});

test("versions are spoken as CRIU writes them", () => {
  assert.equal([31_701, 40_000, 31_800].map(spoken), ["3.17.1", "4.0", "3.18"]);
});

test.run();
