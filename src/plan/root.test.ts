import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Config, Propagation } from "../config/config.gen.ts";
import { MS } from "./kernel.ts";
import { enterSteps, protectSteps, rootSteps } from "./root.ts";
import {
  all,
  names,
  only,
  testConfig,
  testFacts,
  testRequest,
  testScope,
  withLinux,
} from "./testing.ts";

const test = suite("root");

const HOST: Config = testConfig({ linux: { namespaces: [{ type: "pid" }] } });
const spread = (word: Propagation): Config => withLinux({ rootfsPropagation: word });

test("mounts of the new namespace become slaves of the host's, and the root a mount of its own", () => {
  const steps = rootSteps(testScope());
  assert.equal(names(steps), ["propagate", "parent-private", "root"]);
  assert.is(only(steps, "propagate").flags, MS.slave | MS.recursive);
  assert.equal(only(steps, "root"), { op: "root", path: "/bundle/rootfs", bind: 1 });
});

test("[RF-1] [RF-3] [RF-4] what the copied mounts become follows rootfsPropagation", () => {
  const flags = (word: Propagation): bigint =>
    only(rootSteps(testScope(spread(word))), "propagate").flags;
  for (const prefix of ["", "r"] as const) {
    assert.is(flags(`${prefix}shared`), MS.shared | MS.recursive);
    assert.is(flags(`${prefix}slave`), MS.slave | MS.recursive);
    assert.is(flags(`${prefix}private`), MS.private | MS.recursive);
    assert.is(flags(`${prefix}unbindable`), MS.private | MS.recursive, "binds have to work");
  }
});

test("[RF-3] a slave root stays a slave of where it lies", () => {
  assert.equal(names(rootSteps(testScope(spread("rslave")))), ["propagate", "root"]);
  assert.equal(names(rootSteps(testScope(spread("shared")))), [
    "propagate",
    "parent-private",
    "root",
  ]);
});

test("[NS-15] without a mount namespace nothing of the host's mounts changes", () => {
  assert.equal(names(rootSteps(testScope(HOST))), ["root"]);
  assert.equal(names(enterSteps(testScope(HOST))), ["chroot"]);
});

test("the root is entered by pivot_root, or by a move when the caller says so", () => {
  assert.equal(names(enterSteps(testScope())), ["pivot-root"]);
  const request = testRequest({ noPivot: true });
  assert.equal(names(enterSteps(testScope(testConfig(), testFacts(), request))), ["move-root"]);
  assert.equal(names(enterSteps(testScope(HOST, testFacts(), request))), ["chroot"]);
});

test("[RF-1] [Q-4] the root alone gets its propagation after it was entered", () => {
  for (const [word, flag] of [
    ["rshared", MS.shared],
    ["slave", MS.slave],
    ["rprivate", MS.private],
    ["unbindable", MS.unbindable],
  ] as const) {
    const steps = enterSteps(testScope(spread(word)));
    assert.equal(names(steps), ["pivot-root", "root-propagation"]);
    assert.is(only(steps, "root-propagation").flags, flag);
  }
});

test("[C-8] [RO-1] [MK-1] read-only root, read-only paths, then masks", () => {
  const config = withLinux(
    { readonlyPaths: ["/proc/bus", "/proc/sys"], maskedPaths: ["/proc/kcore", "/proc/./kcore"] },
    { root: { path: "rootfs", readonly: true } },
  );
  const steps = protectSteps(testScope(config));
  assert.equal(names(steps), ["root-readonly", "path-readonly", "path-readonly", "path-mask"]);
  assert.equal(all(steps, "path-mask"), [{ op: "path-mask", path: "/proc/kcore" }]);
  assert.is(steps[2]?.origin.pointer, "/linux/readonlyPaths/1");
});

test("nothing asked, nothing protected", () => {
  assert.equal(protectSteps(testScope()), []);
});

test("paths are not masked in the host's mounts", () => {
  const masked = { ...HOST, linux: { ...HOST.linux, maskedPaths: ["/x"] } };
  assert.throws(() => protectSteps(testScope(masked)), /without a private MNT namespace/);
  const readonly = { ...HOST, linux: { ...HOST.linux, readonlyPaths: ["/x"] } };
  assert.throws(() => protectSteps(testScope(readonly)), /without a private MNT namespace/);
});

test.run();
