import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Mount } from "../config/config.gen.ts";
import { ATTR, MS } from "./kernel.ts";
import { bindsDev, mountSteps } from "./mounts.ts";
import {
  all,
  names,
  only,
  rootlessFacts,
  testConfig,
  testFacts,
  testScope,
  withLinux,
  withUsers,
} from "./testing.ts";
import { PlanError } from "./types.ts";

const test = suite("mounts");

function plan(...mounts: readonly Mount[]): ReturnType<typeof mountSteps> {
  return mountSteps(testScope(testConfig({ mounts })), {});
}

function refusal(mount: Mount): string {
  try {
    plan(mount);
  } catch (error) {
    if (error instanceof PlanError) return `${error.pointer}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

const DATA: Mount = { destination: "/mnt", source: "/data", options: ["rbind"] };

test("[MT-8] a mount is a bind mount exactly when options say so", () => {
  for (const type of ["none", "bind", "ext4"]) {
    const { init } = plan({ destination: "/a", type, source: "/b", options: ["rbind"] });
    assert.equal(names(init), ["bind"]);
  }
  assert.equal(names(plan(DATA).init), ["bind"]);
  assert.equal(names(plan({ destination: "/a", type: "tmpfs", source: "/b" }).init), ["mount"]);
  assert.match(refusal({ destination: "/a", source: "/b" }), /^\/mounts\/0: a mount needs a type/);
});

test("[MT-2] mounts keep their order", () => {
  const { init } = plan({ destination: "/a", type: "tmpfs" }, { ...DATA, destination: "/a/b" });
  assert.equal(names(init), ["mount", "bind"]);
});

test("[MT-7] a relative bind source is taken from the bundle", () => {
  assert.is(only(plan({ ...DATA, source: "data/x" }).init, "bind").source, "/bundle/data/x");
  assert.is(only(plan({ ...DATA, source: "./data//x" }).init, "bind").source, "/bundle/data/x");
});

test("[MT-22] a relative destination is taken from the container's root", () => {
  assert.is(only(plan({ ...DATA, destination: "data/../x" }).init, "bind").target, "/x");
});

test("a bind is private unless options say otherwise", () => {
  assert.is(only(plan(DATA).init, "bind").propagation, MS.private | MS.recursive);
  const shared = { ...DATA, options: ["rbind", "rshared"] };
  assert.is(only(plan(shared).init, "bind").propagation, MS.shared | MS.recursive);
});

test("a bind takes attributes for its top and for its tree", () => {
  const bind = only(
    plan({ ...DATA, options: ["rbind", "ro", "exec", "rnosuid", "rdev"] }).init,
    "bind",
  );
  assert.is(bind.recursive, 1);
  assert.is(bind.set, ATTR.readOnly);
  assert.is(bind.clear, ATTR.noExec);
  assert.is(bind.rset, ATTR.noSuid);
  assert.is(bind.rclear, ATTR.noDev);
  assert.is(only(plan({ ...DATA, options: ["bind"] }).init, "bind").recursive, 0);
});

test("[MO-69] recursive attributes before Linux 5.12 are refused", () => {
  const config = testConfig({ mounts: [{ ...DATA, options: ["rbind", "rro"] }] });
  const kernel = (major: number, minor: number): ReturnType<typeof testScope> =>
    testScope(config, testFacts({ kernel: { release: `${major}.${minor}.0`, major, minor } }));
  assert.throws(() => mountSteps(kernel(5, 11), {}), /recursive mount attributes need Linux 5.12/);
  assert.throws(() => mountSteps(kernel(4, 19), {}), /5.12/);
  assert.is(mountSteps(kernel(5, 12), {}).init.length, 1);
});

test("what has no effect on a bind mount is a warning, ro and rw are not", () => {
  const options = ["bind", "ro", "mode=755", "sync", "tmpcopyup"];
  const scope = testScope(testConfig({ mounts: [{ ...DATA, options }] }));
  mountSteps(scope, {});
  assert.equal(scope.warnings, [
    {
      pointer: "/mounts/0/options",
      message: "no effect on a bind mount: sync, mode=755, tmpcopyup",
    },
  ]);
});

test("[MT-18] a bind mount without a source is refused", () => {
  assert.is(
    refusal({ destination: "/a", options: ["bind"] }),
    "/mounts/0/source: a bind mount needs a source",
  );
});

test("[MT-6] [MT-9] [MT-11] a new file system gets its type, source, attributes and data", () => {
  const options = ["nosuid", "strictatime", "mode=755", "size=65536k", "sync", "rw", "rslave"];
  const mount = only(
    plan({ destination: "/x", type: "tmpfs", source: "foo", options }).init,
    "mount",
  );
  assert.equal(mount, {
    op: "mount",
    fstype: "tmpfs",
    source: "foo",
    target: "/x",
    attr: ATTR.noSuid | ATTR.strictAtime,
    words: ["sync"],
    options: ["mode=755", "size=65536k"],
    propagation: MS.slave | MS.recursive,
    strict: 0,
    copyup: 0,
  });
  assert.is(only(plan({ destination: "/x", type: "tmpfs" }).init, "mount").source, null);
});

test("[MO-39] ro applies to the mount and to the new super block", () => {
  const mount = only(plan({ destination: "/sys", type: "sysfs", options: ["ro"] }).init, "mount");
  assert.is(mount.attr, ATTR.readOnly);
  assert.equal(mount.words, ["ro"]);
});

test("a read-only tmpfs is made read-only after everything below it is there", () => {
  const { init, late } = plan({ destination: "/x", type: "tmpfs", options: ["ro", "nosuid"] });
  const mount = only(init, "mount");
  assert.is(mount.attr, ATTR.noSuid);
  assert.equal(mount.words, []);
  const remount = only(late, "remount");
  assert.is(remount.target, "/x");
  assert.is(remount.set, ATTR.readOnly);
  assert.equal(remount.words, ["ro"]);
  assert.is(remount.bind, 0);
});

test("a read-only /dev of any type waits too, and rro leaves the super block alone", () => {
  const { init, late } = plan({ destination: "/dev", type: "devtmpfs", options: ["rro"] });
  assert.is(only(init, "mount").attr, 0n);
  assert.is(only(late, "remount").bind, 1);
});

test("proc and sysfs need a real directory as their target", () => {
  assert.is(only(plan({ destination: "/proc", type: "proc" }).init, "mount").strict, 1);
  assert.is(only(plan({ destination: "/sys", type: "sysfs" }).init, "mount").strict, 1);
  assert.is(only(plan({ destination: "/x", type: "mqueue" }).init, "mount").strict, 0);
});

test("[MO-58] tmpcopyup is for tmpfs", () => {
  const options = ["tmpcopyup"];
  assert.is(only(plan({ destination: "/x", type: "tmpfs", options }).init, "mount").copyup, 1);
  assert.match(refusal({ destination: "/x", type: "ext4", options }), /tmpcopyup is for tmpfs/);
});

test("[MO-30] remount changes the super block, with bind only the mount", () => {
  const options = ["remount", "ro", "nosuid", "suid", "size=1m", "rnodev"];
  const remount = only(plan({ destination: "/x", options }).init, "remount");
  assert.equal(remount, {
    op: "remount",
    target: "/x",
    set: ATTR.readOnly | ATTR.noDev,
    clear: ATTR.noSuid,
    words: ["ro"],
    options: ["size=1m"],
    bind: 0,
  });
  const bind = only(plan({ destination: "/x", options: [...options, "bind"] }).init, "remount");
  assert.is(bind.bind, 1);
  assert.equal(bind.words, []);
  assert.equal(bind.options, []);
});

test("propagation together with remount is refused", () => {
  assert.match(
    refusal({ destination: "/x", options: ["remount", "shared"] }),
    /options: a propagation word/,
  );
});

test("nothing is mounted over the root", () => {
  assert.is(
    refusal({ ...DATA, destination: "/a/.." }),
    `/mounts/0/destination: mountpoint "/" is on the top of rootfs`,
  );
});

test("nothing is mounted below /proc but what lxcfs provides", () => {
  assert.match(
    refusal({ ...DATA, destination: "/proc/sys" }),
    /"\/proc\/sys" cannot be mounted because it is inside \/proc/,
  );
  assert.match(refusal({ ...DATA, destination: "/x/../proc/./self" }), /inside \/proc/);
  assert.match(refusal({ destination: "/proc/x", type: "tmpfs" }), /inside \/proc/);
  assert.is(refusal({ ...DATA, destination: "/proc/meminfo" }), "accepted");
  assert.is(refusal({ ...DATA, destination: "/proc/sys/crypto/fips_enabled" }), "accepted");
  assert.is(refusal({ ...DATA, destination: "/process" }), "accepted");
  assert.is(refusal({ destination: "/proc/sys", options: ["remount", "bind", "ro"] }), "accepted");
});

test("only procfs is mounted at /proc", () => {
  assert.is(
    refusal({ destination: "/proc", type: "tmpfs" }),
    `/mounts/0/type: "/proc" cannot be mounted because it is not of type proc`,
  );
  assert.match(
    refusal({ ...DATA, destination: "/proc" }),
    /mounts\/0\/source: .* not of type proc/,
  );
  assert.is(refusal({ destination: "/proc", source: "/proc", options: ["rbind"] }), "accepted");
});

test("in a user namespace the engine opens bind sources and locks their flags, in the order of the mounts", () => {
  const scope = testScope(withUsers([DATA, { ...DATA, source: "x", options: ["bind"] }]));
  const { host, init } = mountSteps(scope, {});
  assert.equal(all(host, "open-tree"), [
    { op: "open-tree", slot: "bind-0", source: "/data", recursive: 1 },
    { op: "open-tree", slot: "bind-1", source: "/bundle/x", recursive: 0 },
  ]);
  assert.equal(names(host), ["open-tree", "lock-tree", "open-tree", "lock-tree"]);
  assert.equal(
    all(init, "bind").map((bind) => bind.slot),
    ["bind-0", "bind-1"],
  );
});

test("a user without privileges lets init open them, and so does a plain mount namespace", () => {
  const rootless = mountSteps(testScope(withUsers([DATA]), rootlessFacts()), {});
  assert.equal(rootless.host, []);
  assert.is(only(rootless.init, "bind").slot, null);
  assert.is(only(plan(DATA).init, "bind").slot, null);
});

test("in a joined mount namespace the engine opens bind sources", () => {
  const namespaces = [{ type: "mount", path: "/ns/mnt" }] as const;
  const { host } = mountSteps(testScope(testConfig({ mounts: [DATA], linux: { namespaces } })), {});
  assert.is(host.length, 1);
});

test("ids in options must be mapped in a new user namespace", () => {
  const devpts = (option: string): Mount => ({
    destination: "/dev/pts",
    type: "devpts",
    options: [option],
  });
  const run = (option: string): unknown => mountSteps(testScope(withUsers([devpts(option)])), {});
  assert.throws(
    () => run("gid=1000"),
    /cannot specify gid=1000 mount option: gid 1000 is not mapped/,
  );
  assert.throws(() => run("uid=70000"), /uid 70000 is not mapped/);
  assert.not.throws(() => run("gid=999"));
  assert.is(refusal(devpts("gid=70000")), "accepted");
});

test("[ML-1] a mount label becomes a context where SELinux is on", () => {
  const mounts: readonly Mount[] = [
    { destination: "/a", type: "tmpfs" },
    { destination: "/b", type: "tmpfs", options: ['context="own"'] },
    { destination: "/sys", type: "sysfs" },
  ];
  const config = withLinux({ mountLabel: "label,c1" }, { mounts });
  const on = mountSteps(testScope(config, testFacts({ selinux: true })), {});
  assert.equal(
    all(on.init, "mount").map((mount) => mount.options),
    [["context=label,c1"], ["context=own"], []],
  );
  const off = mountSteps(testScope(config), {});
  assert.equal(
    all(off.init, "mount").map((mount) => mount.options),
    [[], ["context=own"], []],
  );
});

test("a bind mount of /dev is seen, of something below it is not", () => {
  assert.is(bindsDev([{ ...DATA, destination: "/dev/" }]), true);
  assert.is(bindsDev([{ ...DATA, destination: "/dev/shm" }]), false);
  assert.is(bindsDev([{ destination: "/dev", type: "tmpfs" }]), false);
});

test.run();
