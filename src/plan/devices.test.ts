import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Device, Mount } from "../config/config.gen.ts";
import { DEFAULT_DEVICES, deviceSteps } from "./devices.ts";
import { all, testConfig, testFacts, testScope, withLinux, withUsers } from "./testing.ts";

const test = suite("devices");

const PROC: Mount = { destination: "/proc", type: "proc", source: "proc" };
const FUSE: Device = {
  type: "c",
  path: "/dev/fuse",
  major: 10,
  minor: 229,
  fileMode: 438,
  uid: 5,
  gid: 6,
};

function steps(
  devices: readonly Device[],
  mounts: readonly Mount[] = [PROC],
): ReturnType<typeof deviceSteps> {
  return deviceSteps(testScope(withLinux({ devices }, { mounts })));
}

test("[DV-12] [DV-13] [DV-14] [DV-15] [DV-16] [DV-17] the default devices are there without being asked for", () => {
  const nodes = all(steps([]), "mknod");
  assert.equal(
    nodes.map(({ path, mode, major, minor }) => [path, mode, major, minor]),
    [
      ["/dev/null", 0o020666, 1, 3],
      ["/dev/zero", 0o020666, 1, 5],
      ["/dev/full", 0o020666, 1, 7],
      ["/dev/random", 0o020666, 1, 8],
      ["/dev/urandom", 0o020666, 1, 9],
      ["/dev/tty", 0o020666, 5, 0],
    ],
  );
});

test("[DV-1] configured devices come first, in their order, and replace a default one of the same path", () => {
  const mine: Device = { type: "c", path: "/dev//null", major: 1, minor: 3, fileMode: 0o600 };
  const nodes = all(steps([FUSE, mine]), "mknod");
  assert.equal(nodes[0], {
    op: "mknod",
    path: "/dev/fuse",
    mode: 0o020666,
    major: 10,
    minor: 229,
    uid: 5,
    gid: 6,
  });
  assert.is(nodes[1]?.path, "/dev/null");
  assert.is(nodes[1]?.mode, 0o020600);
  assert.is(nodes.length, DEFAULT_DEVICES.length + 1);
});

test("[DV-3] [DV-7] each type has its bits, a FIFO no numbers", () => {
  const device = (type: Device["type"]): Device => ({
    type,
    path: `/dev/${type}`,
    major: 7,
    minor: 8,
  });
  const nodes = all(steps([device("c"), device("b"), device("u"), device("p")]), "mknod").slice(
    0,
    4,
  );
  assert.equal(
    nodes.map(({ mode, major }) => [mode, major]),
    [
      [0o020666, 7],
      [0o060666, 7],
      [0o020666, 7],
      [0o010666, 0],
    ],
  );
  assert.throws(() => steps([{ type: "c", path: "/dev/x", major: 1 }]), /needs major and minor/);
});

test("[Q-13] a fileMode with type bits counts by its permissions", () => {
  assert.is(all(steps([{ ...FUSE, fileMode: 8630 }]), "mknod")[0]?.mode, 0o020666);
});

test("[DV-2] in a user namespace devices are bound from the host, FIFOs are made", () => {
  const base = withUsers([PROC]);
  const fifo: Device = { type: "p", path: "/dev/fifo" };
  const config = { ...base, linux: { ...base.linux, devices: [FUSE, fifo] } };
  const made = deviceSteps(testScope(config));
  assert.equal(
    all(made, "mknod").map(({ path }) => path),
    ["/dev/fifo"],
  );
  assert.equal(all(made, "bind-device")[0], {
    op: "bind-device",
    source: "/dev/fuse",
    path: "/dev/fuse",
    mode: 0o020666,
    major: 10,
    minor: 229,
  });
  assert.is(all(made, "bind-device").length, DEFAULT_DEVICES.length + 1);
});

test("a runtime that is itself in a user namespace binds too", () => {
  const made = deviceSteps(testScope(testConfig(), testFacts({ inUserNamespace: true })));
  assert.is(all(made, "bind-device").length, DEFAULT_DEVICES.length);
});

test("[DV-18] /dev/ptmx leads to the container's own devpts, whatever was there", () => {
  const [ptmx] = all(steps([]), "symlink");
  assert.equal(ptmx, { op: "symlink", text: "pts/ptmx", path: "/dev/ptmx", replace: 1 });
});

test("[RL-4] [RL-6] the links of stdio are made, and do not replace anything", () => {
  const links = all(steps([]), "symlink").slice(1);
  assert.equal(
    links.map(({ path, text, replace }) => [path, text, replace]),
    [
      ["/dev/fd", "/proc/self/fd", 0],
      ["/dev/stdin", "/proc/self/fd/0", 0],
      ["/dev/stdout", "/proc/self/fd/1", 0],
      ["/dev/stderr", "/proc/self/fd/2", 0],
    ],
  );
});

test("[RL-5] without /proc there is nothing to link to", () => {
  assert.is(all(steps([], []), "symlink").length, 1);
  assert.is(all(steps([], [{ ...PROC, destination: "/proc/" }]), "symlink").length, 5);
});

test("nothing is made in a /dev that is a bind mount, what is elsewhere is", () => {
  const bound: Mount = { destination: "/dev", source: "/dev", options: ["rbind"] };
  const other: Device = { ...FUSE, path: "/opt/fuse" };
  const scope = testScope(withLinux({ devices: [FUSE, other] }, { mounts: [PROC, bound] }));
  const made = deviceSteps(scope);
  assert.equal(
    all(made, "mknod").map(({ path }) => path),
    ["/opt/fuse"],
  );
  assert.is(made.length, 1);
  assert.match(scope.warnings[0]?.message ?? "", /^\/dev\/fuse is not made: \/dev is a bind mount/);
  assert.is(scope.warnings[0]?.pointer, "/linux/devices/0");
});

test.run();
