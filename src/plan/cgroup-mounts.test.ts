import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Config, Mount } from "../config/config.gen.ts";
import { ATTR, MS } from "./kernel.ts";
import { mountSteps } from "./mounts.ts";
import {
  all,
  names,
  only,
  SYSTEMD,
  testConfig,
  testFacts,
  testScope,
  USUAL,
  v1,
  v2,
  withUsers,
} from "./testing.ts";
import type { Facts } from "./types.ts";

const test = suite("cgroup mounts");

const MOUNT: Mount = {
  destination: "/sys/fs/cgroup",
  type: "cgroup",
  source: "cgroup",
  options: ["nosuid", "noexec", "nodev", "ro"],
};
const SAFE = ATTR.noSuid | ATTR.noExec | ATTR.noDev;
const PATHS = {
  cpu: "/sys/fs/cgroup/cpu,cpuacct/box",
  cpuacct: "/sys/fs/cgroup/cpu,cpuacct/box",
  memory: "/sys/fs/cgroup/memory/box",
  "name=systemd": "/sys/fs/cgroup/systemd/box",
};

function config(own: boolean, mount: Mount = MOUNT): Config {
  const extra = own ? [{ type: "cgroup" } as const] : [];
  return testConfig({
    mounts: [mount],
    linux: { namespaces: [...(USUAL.namespaces ?? []), ...extra] },
  });
}

// Root on a v1 host with a merged, a plain and a named hierarchy.
const V1 = host("v1", v1("cpu,cpuacct"), v1("memory"), SYSTEMD);

function host(
  mode: Facts["cgroup"]["mode"],
  ...hierarchies: Facts["cgroup"]["hierarchies"]
): Facts {
  return testFacts({ cgroup: { mode, hierarchies, delegate: [] } });
}

test("v1 without a cgroup namespace binds the container's own cgroup of each hierarchy below a tmpfs", () => {
  const { init, late } = mountSteps(testScope(config(false), V1), PATHS);
  assert.equal(names(init), ["mount", "bind", "symlink", "symlink", "bind", "bind"]);
  const tmpfs = only(init, "mount");
  assert.is(tmpfs.fstype, "tmpfs");
  assert.is(tmpfs.attr, SAFE);
  assert.equal(tmpfs.options, ["mode=755"]);
  assert.equal(
    all(init, "bind").map(({ source, target }) => [source, target]),
    [
      ["/sys/fs/cgroup/cpu,cpuacct/box", "/sys/fs/cgroup/cpu,cpuacct"],
      ["/sys/fs/cgroup/memory/box", "/sys/fs/cgroup/memory"],
      ["/sys/fs/cgroup/systemd/box", "/sys/fs/cgroup/systemd"],
    ],
  );
  for (const bind of all(init, "bind")) {
    assert.is(bind.set, SAFE | ATTR.readOnly);
    assert.is(bind.propagation, MS.private | MS.recursive);
  }
  assert.equal(names(late), ["remount"]);
});

test("merged controllers get a link each", () => {
  const links = all(mountSteps(testScope(config(false), V1), PATHS).init, "symlink");
  assert.equal(
    links.map(({ path, text }) => [path, text]),
    [
      ["/sys/fs/cgroup/cpu", "cpu,cpuacct"],
      ["/sys/fs/cgroup/cpuacct", "cpu,cpuacct"],
    ],
  );
});

test("v1 with a cgroup namespace mounts each hierarchy anew", () => {
  const { init } = mountSteps(testScope(config(true), V1), PATHS);
  const mounts = all(init, "mount").slice(1);
  assert.equal(
    mounts.map(({ fstype, target, options }) => [fstype, target, options]),
    [
      ["cgroup", "/sys/fs/cgroup/cpu,cpuacct", ["cpu", "cpuacct"]],
      ["cgroup", "/sys/fs/cgroup/memory", ["memory"]],
      ["cgroup", "/sys/fs/cgroup/systemd", ["none", "name=systemd"]],
    ],
  );
  for (const mount of mounts) {
    assert.is(mount.attr, SAFE | ATTR.readOnly);
    assert.equal(mount.words, [], "the super block belongs to the host");
  }
});

test("without ro nothing becomes read-only", () => {
  const { init, late } = mountSteps(
    testScope(config(false, { ...MOUNT, options: ["rslave"] }), V1),
    PATHS,
  );
  assert.equal(late, []);
  assert.is(all(init, "bind")[0]?.set, 0n);
  assert.is(all(init, "bind")[0]?.propagation, MS.slave | MS.recursive);
});

test("a hierarchy in which the container has no cgroup shows the runtime's, read-only", () => {
  const facts = host("v1", { ...v1("memory"), own: "/user" });
  const bind = only(
    mountSteps(testScope(config(false, { ...MOUNT, options: ["rw"] }), facts), {}).init,
    "bind",
  );
  assert.is(bind.source, "/sys/fs/cgroup/memory/user");
  assert.is(bind.set, ATTR.readOnly);
  assert.is(bind.clear, 0n);
});

test("[Q-19] type cgroup on a v2 host is the v2 tree: new with a cgroup namespace", () => {
  const mount = only(mountSteps(testScope(config(true), host("v2", v2())), {}).init, "mount");
  assert.is(mount.fstype, "cgroup2");
  assert.is(mount.target, "/sys/fs/cgroup");
  assert.is(mount.attr, SAFE | ATTR.readOnly);
  assert.equal(mount.words, []);
});

test("[Q-19] on v2 without a cgroup namespace it is the container's own cgroup", () => {
  const steps = mountSteps(testScope(config(false), host("v2", v2())), {
    unified: "/sys/fs/cgroup/box",
  });
  assert.is(only(steps.init, "bind").source, "/sys/fs/cgroup/box");
});

test("a hybrid host shows its v1 hierarchies, and the v2 one for type cgroup2", () => {
  const facts = host("hybrid", v1("memory"), v2("/sys/fs/cgroup/unified"));
  const hybrid = mountSteps(testScope(config(true), facts), {}).init;
  assert.equal(names(hybrid), ["mount", "mount"]);
  const two = mountSteps(testScope(config(true, { ...MOUNT, type: "cgroup2" }), facts), {}).init;
  assert.is(only(two, "mount").fstype, "cgroup2");
});

test("a host without the hierarchies is an error", () => {
  assert.throws(
    () => mountSteps(testScope(config(false), host("none")), {}),
    /no cgroup v1 hierarchy is mounted/,
  );
  assert.throws(
    () => mountSteps(testScope(config(false), host("v2")), {}),
    /no cgroup v2 hierarchy is mounted/,
  );
  const asked = config(false, { ...MOUNT, type: "cgroup2" });
  assert.throws(() => mountSteps(testScope(asked, host("v1", SYSTEMD)), {}), /no cgroup v2/);
});

test("in a user namespace the engine opens each hierarchy", () => {
  const { host: opened, init } = mountSteps(testScope(withUsers([MOUNT]), V1), PATHS);
  assert.equal(
    all(opened, "open-tree").map(({ slot }) => slot),
    ["cgroup-cpu,cpuacct", "cgroup-memory", "cgroup-systemd"],
  );
  assert.equal(
    all(init, "bind").map(({ slot }) => slot),
    all(opened, "open-tree").map(({ slot }) => slot),
  );
});

test.run();
