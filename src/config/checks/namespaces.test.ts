import { suite } from "uvu";
import * as assert from "uvu/assert";
import { NAMESPACES, verdict } from "../testing.ts";

const test = suite("config/checks/namespaces");

const of = (linux: Readonly<Record<string, unknown>>): readonly string[] => verdict({ linux });
const map = (containerID: number, hostID: number, size: number) => ({ containerID, hostID, size });
const USER = [...NAMESPACES, { type: "user" }];
const ONE = [map(0, 1000, 1)];

test("[V-19] [Q-2] names need a UTS namespace and fit the kernel's 64 bytes", () => {
  for (const name of ["hostname", "domainname"]) {
    const named = (value: string, type: string) =>
      verdict({ top: { [name]: value }, linux: { namespaces: [{ type: "mount" }, { type }] } });
    assert.equal(named("box", "uts"), []);
    assert.equal(named("", "pid"), []);
    assert.equal(named("box", "pid"), [
      `error /${name}: unable to set ${name} without a private UTS namespace`,
    ]);
    assert.equal(named("x".repeat(64), "uts"), []);
    assert.equal(named("\u00e9".repeat(33), "uts"), [`error /${name}: must have at most 64 bytes`]);
  }
});

test("[V-21] [NS-16] a namespace type is listed once", () => {
  assert.equal(of({ namespaces: [...NAMESPACES, { type: "pid" }] }), [
    "error /linux/namespaces/5/type: must not be listed twice",
  ]);
});

test("[V-22] [ID-6] mappings need a user namespace, a new one needs mappings of both kinds", () => {
  assert.equal(of({ namespaces: USER, uidMappings: ONE, gidMappings: ONE }), []);
  assert.equal(of({ uidMappings: ONE, gidMappings: ONE }), [
    "error /linux/uidMappings: user namespace mappings specified, but user namespace isn't enabled in the config",
  ]);
  assert.equal(of({ namespaces: USER }), [
    "error /linux/namespaces: user namespaces enabled, but no namespace path to join nor mappings to apply specified",
  ]);
  assert.equal(of({ namespaces: USER, uidMappings: ONE }), [
    "error /linux/gidMappings: is required beside uidMappings",
  ]);
  assert.equal(of({ namespaces: USER, gidMappings: ONE }), [
    "error /linux/uidMappings: is required beside gidMappings",
  ]);
});

test("[Q-16] a joined user namespace may come with mappings or without", () => {
  const joined = [...NAMESPACES, { type: "user", path: "/proc/1/ns/user" }];
  assert.equal(of({ namespaces: joined }), []);
  assert.equal(of({ namespaces: joined, uidMappings: ONE, gidMappings: ONE }), []);
});

test("[V-22] [ID-6] mappings of one list do not overlap, on either side", () => {
  const at = (...uidMappings: readonly object[]) =>
    of({ namespaces: USER, uidMappings, gidMappings: ONE });
  assert.equal(at(map(0, 100, 10), map(10, 200, 10)), []);
  assert.equal(at(map(0, 100, 10), map(9, 200, 10)), [
    "error /linux/uidMappings/1/containerID: must not overlap entry 0",
  ]);
  assert.equal(at(map(0, 100, 10), map(10, 109, 10)), [
    "error /linux/uidMappings/1/hostID: must not overlap entry 0",
  ]);
});

test("[V-22] ids end below 2^32 - 1, which means none", () => {
  const at = (hostID: number, size: number) =>
    of({ namespaces: USER, uidMappings: [map(0, hostID, size)], gidMappings: ONE });
  assert.equal(at(0, 4294967295), []);
  assert.equal(at(1, 4294967295), [
    "error /linux/uidMappings/0: hostID plus size must be at most 4294967295",
  ]);
});

test("[ID-5] a map has at most 340 entries", () => {
  const maps = (count: number) => Array.from({ length: count }, (_, i) => map(i, i, 1));
  const at = (count: number) =>
    of({ namespaces: USER, uidMappings: maps(count), gidMappings: ONE });
  assert.equal(at(340), []);
  assert.equal(at(341), ["error /linux/uidMappings: must have at most 340 entries"]);
});

test("[V-23] [TM-3] time offsets need a new time namespace", () => {
  const timeOffsets = { monotonic: { secs: 1 } };
  assert.equal(of({ timeOffsets }), [
    "error /linux/timeOffsets: time namespace offsets specified, but time namespace isn't enabled in the config",
  ]);
  assert.equal(of({ namespaces: [...NAMESPACES, { type: "time" }], timeOffsets }), []);
  const path = "/proc/1/ns/time";
  assert.equal(of({ namespaces: [...NAMESPACES, { type: "time", path }], timeOffsets }), [
    "error /linux/timeOffsets: must be absent beside the path of a time namespace: its offsets are fixed",
  ]);
  assert.equal(of({ timeOffsets: {} }), []);
});

test("hidden paths need a mount namespace", () => {
  for (const name of ["maskedPaths", "readonlyPaths"]) {
    assert.equal(of({ namespaces: [], [name]: ["/proc"] }), [
      `error /linux/${name}: needs a mount namespace: it would change the host's mounts`,
    ]);
    assert.equal(of({ [name]: ["/proc"] }), []);
  }
});

test("[V-42] [SY-2] [SY-3] a kernel parameter belongs to a namespace of the container", () => {
  const all = [...NAMESPACES];
  const at = (key: string, without = "") =>
    of({ namespaces: all.filter(({ type }) => type !== without), sysctl: { [key]: "1" } });
  const owners: readonly (readonly [string, string])[] = [
    ["net.ipv4.ip_forward", "network"],
    ["net/ipv4/conf/eth0.1/forwarding", "network"],
    ["kernel.msgmax", "ipc"],
    ["kernel/shm_rmid_forced", "ipc"],
    ["fs.mqueue.msg_max", "ipc"],
    ["kernel.domainname", "uts"],
  ];
  for (const [key, owner] of owners) {
    assert.equal(at(key), []);
    const place = key.replaceAll("/", "~1");
    assert.equal(at(key, owner), [
      `error /linux/sysctl/${place}: sysctl "${key}" is not in a separate kernel namespace`,
    ]);
  }
  for (const key of [
    "kernel.pid_max",
    "vm.swappiness",
    "user.max_user_namespaces",
    "kernel.msgfoo",
  ]) {
    assert.match(at(key)[0] ?? "", "is not in a separate kernel namespace");
  }
});

test("[V-42] [SY-4] a kernel parameter has a name that stays in its place", () => {
  const at = (key: string) => of({ sysctl: { [key]: "1" } });
  for (const key of ["net.ipv4..x", "net/../kernel", "/net/ipv4/x", "net", "net."]) {
    assert.match(at(key)[0] ?? "", "must have one dot or slash between its parts");
  }
  assert.match(at("kernel.hostname")[0] ?? "", "must be set by hostname");
});

test("[CG-8] a cgroup path does not climb", () => {
  assert.equal(of({ cgroupsPath: "../.." }), ["error /linux/cgroupsPath: must not have .. in it"]);
  for (const good of ["/a/b", "a..b", "user.slice:tsrun:x", ""]) {
    assert.equal(of({ cgroupsPath: good }), []);
  }
});

test.run();
