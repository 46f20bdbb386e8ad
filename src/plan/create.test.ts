import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Config, Mount } from "../config/config.gen.ts";
import { planCreate } from "./create.ts";
import {
  all,
  names,
  only,
  rootlessFacts,
  testConfig,
  testFacts,
  testProcess,
  testRequest,
  withLinux,
  withUsers,
} from "./testing.ts";
import type { CreateRequest, Facts, Plan } from "./types.ts";

const test = suite("create");

const PROC: Mount = { destination: "/proc", type: "proc" };

function plan(
  config: Config,
  request: Partial<CreateRequest> = {},
  facts: Facts = testFacts(),
): Plan {
  return planCreate(config, facts, testRequest(request));
}

// Cgroup steps have their own tests; here only where they stand matters.
function order(config: Config, request: Partial<CreateRequest> = {}): readonly string[] {
  return names(plan(config, request).steps).filter((name, index, list) => {
    return !name.startsWith("cgroup-") || name !== list[index - 1];
  });
}

function before(list: readonly string[], first: string, second: string): void {
  assert.ok(list.includes(first), first);
  assert.ok(list.includes(second), second);
  assert.ok(list.lastIndexOf(first) < list.indexOf(second), `${first} before ${second}`);
}

const FULL: Config = withLinux(
  {
    namespaces: [
      { type: "pid" },
      { type: "mount" },
      { type: "network" },
      { type: "uts" },
      { type: "cgroup" },
      { type: "time" },
      { type: "ipc", path: "/ns/ipc" },
    ],
    sysctl: { "net.ipv4.ip_forward": "1" },
    seccomp: { defaultAction: "SCMP_ACT_ALLOW" },
    readonlyPaths: ["/proc/sys"],
    maskedPaths: ["/proc/kcore"],
    rootfsPropagation: "private",
    personality: { domain: "LINUX" },
  },
  {
    root: { path: "rootfs", readonly: true },
    hostname: "box",
    domainname: "example",
    mounts: [PROC, { destination: "/tmp", type: "tmpfs", options: ["ro"] }],
    hooks: {
      prestart: [{ path: "/h" }],
      createRuntime: [{ path: "/h" }],
      createContainer: [{ path: "/h" }],
      startContainer: [{ path: "/h" }],
      poststart: [{ path: "/h" }],
    },
    process: testProcess({
      terminal: true,
      oomScoreAdj: 10,
      user: { uid: 1, gid: 1, umask: 18 },
      scheduler: { policy: "SCHED_OTHER" },
      ioPriority: { class: "IOPRIO_CLASS_BE", priority: 1 },
      rlimits: [{ type: "RLIMIT_NOFILE", soft: 1n, hard: 2n }],
    }),
  },
);

test("the whole order of a create", () => {
  const steps = order(FULL, { pidFile: "/pid", consoleSocket: "/tty" }).filter(
    (name) => name !== "mknod" && name !== "symlink" && !name.startsWith("cgroup-"),
  );
  assert.equal(steps, [
    "state-directory",
    "start-gate",
    "connect-console",
    "seccomp-compile",
    "spawn",
    "join",
    "time-namespace",
    "clone",
    "oom-score",
    "barrier mapped",
    "barrier placed",
    "setsid",
    "keyring",
    "loopback",
    "propagate",
    "parent-private",
    "root",
    "mount",
    "mount",
    "barrier prepared",
    "host-hook",
    "host-hook",
    "barrier hooks",
    "hook",
    "pivot-root",
    "root-propagation",
    "stdio",
    "cwd",
    "console",
    "sysctl",
    "hostname",
    "domainname",
    "remount",
    "root-readonly",
    "path-readonly",
    "path-mask",
    "umask",
    "personality",
    "scheduler",
    "ioprio",
    "bounding",
    "user",
    "cwd",
    "lookup",
    "close-fds",
    "seccomp",
    "capabilities",
    "barrier ready",
    "rlimit",
    "save-state",
    "pid-file",
    "barrier committed",
    "gate",
    "hook",
    "exec",
  ]);
});

test("cgroups are made while the helper starts, joined and limited before init goes on", () => {
  const config = withLinux({ resources: { pids: { limit: 5n } } });
  const base = testFacts();
  const facts = testFacts({
    cgroup: {
      ...base.cgroup,
      hierarchies: base.cgroup.hierarchies.map((one) => ({
        ...one,
        controllers: one.controllers.includes("memory") ? ["memory", "pids"] : one.controllers,
      })),
    },
  });
  const list = names(planCreate(config, facts, testRequest()).steps);
  before(list, "spawn", "cgroup-make");
  before(list, "cgroup-make", "cgroup-join");
  before(list, "barrier mapped", "cgroup-join");
  before(list, "cgroup-join", "cgroup-write");
  before(list, "cgroup-write", "barrier placed");
});

test("a cgroup namespace is made only when init is in its cgroup", () => {
  const list = names(plan(FULL).steps);
  before(list, "barrier placed", "cgroup-namespace");
  before(list, "cgroup-namespace", "mount");
});

test("devices come after mounts and before the hooks that may look at them", () => {
  const list = names(plan(FULL).steps);
  before(list, "mount", "mknod");
  before(list, "mknod", "symlink");
  before(list, "symlink", "barrier prepared");
});

test("[L-7] [L-8] prestart, createRuntime, createContainer run in this order before the root is entered", () => {
  const steps = plan(FULL).steps;
  assert.equal(
    all(steps, "host-hook").map(({ kind }) => kind),
    ["prestart", "createRuntime"],
  );
  assert.equal(
    all(steps, "hook").map(({ kind }) => kind),
    ["createContainer", "startContainer"],
  );
});

test("[L-11] startContainer hooks run after the gate", () => {
  const list = names(plan(FULL).steps);
  assert.ok(list.lastIndexOf("hook") > list.indexOf("gate"));
});

test("with noNewPrivileges the filter is the last thing before the program", () => {
  const config = {
    ...FULL,
    process: testProcess({ noNewPrivileges: true }),
  };
  assert.equal(names(plan(config).steps).slice(-4), ["gate", "hook", "seccomp", "exec"]);
});

test("a user namespace brings its maps, its root, and sources opened outside", () => {
  const config = withUsers([PROC, { destination: "/data", source: "/data", options: ["rbind"] }]);
  const list = names(plan(config).steps);
  before(list, "open-tree", "spawn");
  before(list, "spawn", "cgroup-make");
  before(list, "open-tree", "spawn");
  before(list, "clone", "idmap");
  before(list, "idmap", "barrier mapped");
  before(list, "barrier placed", "become");
  before(list, "become", "setsid");
  assert.not.ok(list.includes("mknod"));
});

test("the OOM score is written before a user namespace is joined, that cannot write it", () => {
  const process = testProcess({ oomScoreAdj: -5 });
  const joined = testConfig({ process, linux: { namespaces: [{ type: "user", path: "/u" }] } });
  before(names(plan(joined).steps), "oom-score", "join");
  before(names(plan(joined).steps), "drop-groups", "join");
  const made = { ...withUsers(), process };
  before(names(plan(made).steps), "idmap", "oom-score");
  assert.is(only(plan(made).steps, "oom-score").score, -5n);
});

test("[OP-13] without a process the plan ends at the gate", () => {
  const { process: _, ...config } = testConfig();
  const list = names(plan(config, { consoleSocket: "/s" }).steps);
  assert.is(list.at(-1), "gate");
  for (const name of ["exec", "user", "cwd", "lookup", "connect-console", "seccomp"]) {
    assert.not.ok(list.includes(name), name);
  }
  before(list, "stdio", "barrier ready");
});

test("[NS-15] without namespaces the root is entered by chroot and nothing of the host changes", () => {
  const { linux: _, ...config } = testConfig();
  const list = names(plan(config).steps);
  assert.ok(list.includes("chroot"));
  for (const name of [
    "propagate",
    "parent-private",
    "pivot-root",
    "loopback",
    "cgroup-namespace",
  ]) {
    assert.not.ok(list.includes(name), name);
  }
});

test("a joined network namespace keeps its loopback as it is", () => {
  const config = testConfig({
    linux: { namespaces: [{ type: "mount" }, { type: "network", path: "/n" }] },
  });
  assert.not.ok(names(plan(config).steps).includes("loopback"));
});

test("the keyring is the container's own unless the caller says not to", () => {
  const keyring = only(plan(testConfig()).steps, "keyring");
  assert.equal(keyring, { op: "keyring", name: "_ses.box", label: null });
  assert.not.ok(names(plan(testConfig(), { noNewKeyring: true }).steps).includes("keyring"));
  const config = testConfig({ process: testProcess({ selinuxLabel: "l" }) });
  assert.is(only(plan(config, {}, testFacts({ selinux: true })).steps, "keyring").label, "l");
});

test("/dev/console is bound only where there is a mount namespace", () => {
  const process = testProcess({ terminal: true });
  assert.is(only(plan(testConfig({ process })).steps, "console").bind, 1);
  assert.is(only(plan(testConfig({ process, linux: {} })).steps, "console").bind, 0);
});

test("[Q-12] the working directory is made before the root becomes read-only, entered as the user", () => {
  const steps = plan(FULL).steps;
  assert.equal(
    all(steps, "cwd").map(({ create }) => create),
    [1, 0],
  );
  const list = names(steps);
  assert.ok(list.indexOf("cwd") < list.indexOf("root-readonly"));
  assert.ok(list.lastIndexOf("cwd") > list.indexOf("user"));
});

test("the state directory is the container's in the root", () => {
  assert.is(only(plan(testConfig()).steps, "state-directory").path, "/run/tsrun/box");
});

test("[C-5] the root is taken from the bundle unless it is absolute", () => {
  assert.is(only(plan(testConfig()).steps, "root").path, "/bundle/rootfs");
  assert.is(only(plan(testConfig({ root: { path: "/x/y" } })).steps, "root").path, "/x/y");
});

test("a user without privileges needs a user namespace", () => {
  assert.throws(
    () => plan(testConfig(), { rootless: true }, rootlessFacts()),
    /rootless container requires user namespaces/,
  );
});

test("setgroups follows the user namespace", () => {
  const flag = (config: Config, facts: Facts): number =>
    only(plan(config, { rootless: true }, facts).steps, "user").setgroups;
  const own = [{ containerID: 0, hostID: 1000, size: 1 }];
  const single = testConfig({
    linux: { namespaces: [{ type: "user" }], uidMappings: own, gidMappings: own },
  });
  assert.is(flag(single, rootlessFacts()), 0);
  assert.is(flag(withUsers(), rootlessFacts()), 1, "newgidmap allows it");
  const joined = testConfig({ linux: { namespaces: [{ type: "user", path: "/u" }] } });
  assert.is(flag(joined, rootlessFacts()), 0);
  assert.is(flag(joined, testFacts()), 1);
  const groups = testProcess({ user: { uid: 0, gid: 0, additionalGids: [1] } });
  assert.is(flag({ ...joined, process: groups }, rootlessFacts()), 1, "the kernel decides");
});

test("more bind sources than the helper can hold are refused", () => {
  const bind = (_: unknown, index: number): Mount => ({
    destination: `/m${index}`,
    source: "/s",
    options: ["bind"],
  });
  const mounts = (count: number): Config => withUsers(Array.from({ length: count }, bind));
  assert.not.throws(() => plan(mounts(61)));
  assert.throws(() => plan(mounts(62)), /more than 61 bind mounts/);
});

test("[ML-1] a mount label without SELinux is a warning, process labels are errors", () => {
  const { warnings } = plan(withLinux({ mountLabel: "l" }));
  assert.equal(
    warnings.map(({ pointer }) => pointer),
    ["/linux/mountLabel"],
  );
  assert.equal(plan(withLinux({ mountLabel: "l" }), {}, testFacts({ selinux: true })).warnings, []);
  const process = testProcess({ selinuxLabel: "l" });
  assert.throws(() => plan(testConfig({ process })), /SELinux is not enabled/);
});

test("[P-38] execCPUAffinity has no effect on the first process", () => {
  const process = testProcess({ execCPUAffinity: { initial: "0", final: "1" } });
  assert.equal(names(plan(testConfig({ process })).steps), names(plan(testConfig()).steps));
});

test("each step but tsrun's own says where it comes from, and the others why they are there", () => {
  for (const { origin, op, phase } of plan(FULL).steps) {
    if (phase === "cgroup") continue;
    assert.ok(origin.pointer !== null || origin.why !== "", op.op);
  }
});

test("[P-28] without oomScoreAdj nothing is written", () => {
  assert.not.ok(names(plan(testConfig()).steps).includes("oom-score"));
});

test.run();
