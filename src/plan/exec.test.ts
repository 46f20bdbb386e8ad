import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Process } from "../config/config.gen.ts";
import { planExec } from "./exec.ts";
import { CLONE } from "./kernel.ts";
import { names, only, testContainer, testExec, testFacts, testProcess } from "./testing.ts";
import type { ExecContainer, ExecRequest, Step } from "./types.ts";

const test = suite("exec");

function plan(
  process: Partial<Process> = {},
  container: Partial<ExecContainer> = {},
  request: Partial<ExecRequest> = {},
): readonly Step[] {
  const facts = testFacts();
  return planExec(testProcess(process), testContainer(container), facts, testExec(request)).steps;
}

test("the whole order of an exec", () => {
  const rlimits = [{ type: "RLIMIT_CORE", soft: 0n, hard: 0n }] as const;
  const process = { terminal: true, oomScoreAdj: 1, rlimits };
  assert.equal(names(plan(process, {}, { consoleSocket: "/s", pidFile: "/p" })), [
    "connect-console",
    "seccomp-compile",
    "spawn",
    "oom-score",
    "join-process",
    "clone",
    "barrier mapped",
    "cgroup-join",
    "barrier placed",
    "setsid",
    "keyring",
    "stdio",
    "console",
    "bounding",
    "user",
    "cwd",
    "lookup",
    "close-fds",
    "seccomp",
    "capabilities",
    "barrier ready",
    "rlimit",
    "pid-file",
    "barrier committed",
    "exec",
  ]);
});

test("exactly the namespaces that differ from the runtime's are joined", () => {
  const join = only(plan(), "join-process");
  assert.is(join.flags, BigInt(CLONE.mount | CLONE.pid));
  assert.is(join.pidfd, "init");
});

test("a container in the runtime's own namespaces has nothing to join, its root is entered by chroot", () => {
  const steps = plan({}, { namespaces: { mnt: "mnt:[1]", pid: "pid:[2]" } });
  assert.not.ok(names(steps).includes("join-process"));
  assert.equal(only(steps, "root"), { op: "root", path: "/bundle/rootfs", bind: 0 });
  assert.ok(names(steps).includes("chroot"));
});

test("in another user namespace the process is its root first, and can be given every capability", () => {
  const facts = testFacts({ capabilities: 0n });
  const container = testContainer({ namespaces: { user: "user:[99]" } });
  const process = testProcess({ capabilities: { bounding: ["CAP_KILL"] } });
  const { steps, warnings } = planExec(process, container, facts, testExec());
  assert.equal(only(steps, "become"), { op: "become", uid: 0, gid: 0 });
  assert.equal(warnings, []);
  assert.not.ok(names(plan()).includes("become"));
});

test("the terminal is not bound over the container's own console", () => {
  assert.is(only(plan({ terminal: true }), "console").bind, 0);
});

test("with noNewPrivileges the filter comes last here too", () => {
  assert.equal(names(plan({ noNewPrivileges: true })).slice(-3), [
    "barrier committed",
    "seccomp",
    "exec",
  ]);
});

test("no keyring, no pid file, no console when they are not asked for", () => {
  const list = names(plan({}, { seccomp: null }, { noNewKeyring: true }));
  for (const name of ["keyring", "pid-file", "connect-console", "console", "seccomp", "gate"]) {
    assert.not.ok(list.includes(name), name);
  }
});

test("groups of the runtime go before a user namespace that denies setgroups is entered", () => {
  const namespaces = { user: "user:[99]" };
  const denied = { namespaces, setgroups: false };
  const order = names(plan({}, denied));
  assert.is(order.indexOf("drop-groups") + 1, order.indexOf("join-process"));
  assert.not(names(plan({}, { ...denied, keepGroups: true })).includes("drop-groups"));
  assert.not(names(plan({}, { namespaces })).includes("drop-groups"));
});

test("the container's personality and setgroups hold", () => {
  assert.is(only(plan({}, { personality: "LINUX32" }), "personality").persona, 8);
  assert.is(only(plan({}, { setgroups: false }), "user").setgroups, 0);
});

test("[P-39] [P-40] [P-41] CPU affinity is set before and after the move, an absent one is not", () => {
  const placed = (execCPUAffinity: NonNullable<Process["execCPUAffinity"]>): readonly string[] =>
    plan({ execCPUAffinity })
      .map((step) => step.op.op)
      .filter((op) => /affinity|^clone|cgroup-join|umask/.test(op));
  assert.equal(placed({ initial: "0-1", final: "1" }), [
    "initial-affinity",
    "clone",
    "cgroup-join",
    "final-affinity",
  ]);
  assert.equal(placed({ initial: "0" }), ["initial-affinity", "clone", "cgroup-join"]);
  assert.equal(placed({ initial: "", final: "" }), ["clone", "cgroup-join"]);
});

test.run();
