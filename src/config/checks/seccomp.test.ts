import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseConfig } from "../parse.ts";
import { small, verdict } from "../testing.ts";

const test = suite("config/checks/seccomp");

const of = (seccomp: object): readonly string[] =>
  verdict({ linux: { seccomp: { defaultAction: "SCMP_ACT_ALLOW", ...seccomp } } });
const rule = (members: object): readonly string[] =>
  of({ syscalls: [{ names: ["getcwd"], action: "SCMP_ACT_LOG", ...members }] });

const WITHOUT = ["KILL", "KILL_PROCESS", "KILL_THREAD", "TRAP", "ALLOW", "LOG"];

test("[V-35] [SC-4] a default errno is an error beside an action without one", () => {
  for (const word of WITHOUT) {
    const defaultAction = `SCMP_ACT_${word}`;
    assert.equal(of({ defaultAction, defaultErrnoRet: 1 }), [
      `error /linux/seccomp/defaultErrnoRet: must be absent: ${defaultAction} has no errno`,
    ]);
  }
  assert.equal(of({ defaultAction: "SCMP_ACT_ERRNO", defaultErrnoRet: 38 }), []);
  assert.equal(of({ defaultAction: "SCMP_ACT_TRACE", defaultErrnoRet: 38 }), []);
});

test("[V-35] [SC-18] an errno of a rule is an error beside an action without one", () => {
  for (const word of WITHOUT) {
    const action = `SCMP_ACT_${word}`;
    assert.equal(rule({ action, errnoRet: 1 }), [
      `error /linux/seccomp/syscalls/0/errnoRet: must be absent: ${action} has no errno`,
    ]);
  }
  assert.equal(rule({ action: "SCMP_ACT_ERRNO", errnoRet: 38 }), []);
});

test("an errno fits what the kernel returns or hands to a tracer", () => {
  const place = "error /linux/seccomp/syscalls/0/errnoRet";
  assert.equal(rule({ action: "SCMP_ACT_ERRNO", errnoRet: 4096 }), [
    `${place}: must be at most 4095 for SCMP_ACT_ERRNO`,
  ]);
  assert.equal(rule({ action: "SCMP_ACT_TRACE", errnoRet: 4096 }), []);
  assert.equal(rule({ action: "SCMP_ACT_TRACE", errnoRet: 65536 }), [
    `${place}: must be at most 65535 for SCMP_ACT_TRACE`,
  ]);
});

test("[V-36] [SC-27] SCMP_ACT_NOTIFY needs a listener", () => {
  assert.equal(rule({ action: "SCMP_ACT_NOTIFY" }), [
    "error /linux/seccomp/syscalls/0/action: SCMP_ACT_NOTIFY needs listenerPath",
  ]);
  const syscalls = [{ names: ["chmod"], action: "SCMP_ACT_NOTIFY" }];
  assert.equal(of({ syscalls, listenerPath: "/run/a.sock" }), []);
});

test("[SC-12] a listener without SCMP_ACT_NOTIFY is fine", () => {
  assert.equal(of({ listenerPath: "/nowhere", listenerMetadata: "x" }), []);
});

test("SCMP_ACT_NOTIFY is neither the default nor for write", () => {
  assert.equal(of({ defaultAction: "SCMP_ACT_NOTIFY", listenerPath: "/a" }), [
    "error /linux/seccomp/defaultAction: SCMP_ACT_NOTIFY cannot be used as default action",
  ]);
  const syscalls = [{ names: ["read", "write"], action: "SCMP_ACT_NOTIFY" }];
  assert.equal(of({ listenerPath: "/a", syscalls }), [
    "error /linux/seccomp/syscalls/0/names: SCMP_ACT_NOTIFY cannot be used for the write syscall",
  ]);
});

test("[V-37] [SC-25] a name that is no system call is a warning, and none for create", () => {
  const names = ["getcwd", "getcwdd", "_llseek", "s390_pci_mmio_read", "mseal"];
  assert.equal(rule({ names }), [
    'warning /linux/seccomp/syscalls/0/names/1: "getcwdd" is no system call that is known here: it is skipped',
  ]);
  const syscalls = [{ names, action: "SCMP_ACT_LOG" }];
  const bytes = small({ linux: { seccomp: { defaultAction: "SCMP_ACT_ALLOW", syscalls } } });
  assert.equal(parseConfig(bytes).findings, []);
});

test("a second value that no comparison uses is a warning", () => {
  const arg = { index: 0, value: 1, valueTwo: 2, op: "SCMP_CMP_EQ" };
  assert.equal(rule({ args: [arg] }), [
    "warning /linux/seccomp/syscalls/0/args/0/valueTwo: has no effect: only SCMP_CMP_MASKED_EQ takes two values",
  ]);
  assert.equal(rule({ args: [{ ...arg, op: "SCMP_CMP_MASKED_EQ" }] }), []);
});

test.run();
