import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Process, Seccomp } from "../config/config.gen.ts";
import {
  connectConsole,
  consoleSteps,
  identitySteps,
  programSteps,
  surroundings,
} from "./process.ts";
import type { ProcessScope } from "./process.ts";
import { all, names, only, testFacts, testProcess } from "./testing.ts";

const test = suite("process");

const FILTER: Seccomp = { defaultAction: "SCMP_ACT_ALLOW" };

function scope(process: Partial<Process> = {}, changes: Partial<ProcessScope> = {}): ProcessScope {
  return {
    process: testProcess(process),
    pointer: "/process",
    facts: testFacts(),
    userNamespace: false,
    setgroups: true,
    personality: null,
    memoryPolicy: null,
    seccomp: null,
    preserveFds: 0,
    extraEnv: [],
    keepGroups: false,
    warnings: [],
    ...changes,
  };
}

test("[SC-26] without no_new_privs the filter is loaded while CAP_SYS_ADMIN is effective", () => {
  const wanted = scope({}, { seccomp: FILTER });
  assert.equal(names(identitySteps(wanted)), [
    "bounding",
    "chown-stdio",
    "user",
    "cwd",
    "lookup",
    "close-fds",
    "seccomp",
    "capabilities",
  ]);
  assert.equal(names(programSteps(wanted)), ["exec"]);
});

test("[SC-26] [P-26] with no_new_privs the filter comes last, directly before the program", () => {
  const wanted = scope({ noNewPrivileges: true }, { seccomp: FILTER });
  assert.equal(names(identitySteps(wanted)).slice(-3), [
    "close-fds",
    "no-new-privileges",
    "capabilities",
  ]);
  assert.equal(names(programSteps(wanted)), ["seccomp", "exec"]);
});

test("[P-42] [P-43] [P-45] [Q-17] the user is numbers, root when there is none", () => {
  const user = { uid: 1000, gid: 100, additionalGids: [5, 6] };
  assert.equal(only(identitySteps(scope({ user })), "user"), {
    op: "user",
    uid: 1000,
    gid: 100,
    groups: [5, 6],
    setgroups: 1,
  });
  const { user: _, ...nobody } = testProcess();
  const op = only(identitySteps({ ...scope(), process: nobody }), "user");
  assert.equal([op.uid, op.gid, op.groups], [0, 0, []]);
});

test("groups that cannot be set are an error, none are not", () => {
  const denied = { setgroups: false };
  const user = { uid: 0, gid: 0, additionalGids: [5] };
  assert.throws(() => identitySteps(scope({ user }, denied)), /supplementary groups cannot be set/);
  assert.is(only(identitySteps(scope({}, denied)), "user").setgroups, 0);
});

test("[P-22] the capability sets are masks, what cannot be given is warned of", () => {
  const capabilities = {
    bounding: ["CAP_KILL"],
    effective: ["CAP_KILL"],
    permitted: ["CAP_KILL", "CAP_X"],
  };
  const wanted = scope({ capabilities });
  const steps = identitySteps(wanted);
  assert.is(only(steps, "bounding").keep, 32n);
  assert.equal(only(steps, "capabilities"), {
    op: "capabilities",
    effective: 32n,
    permitted: 32n,
    inheritable: 0n,
    ambient: 0n,
  });
  assert.is(wanted.warnings.length, 1);
});

test("[P-10] the program is looked up in PATH of its own environment", () => {
  const lookup = (env: readonly string[]): unknown =>
    only(identitySteps(scope({ env })), "lookup").path;
  assert.is(lookup(["HOME=/", "PATH=/a:/b"]), "/a:/b");
  assert.is(lookup(["PATH="]), "");
  assert.is(lookup([]), "/bin:/usr/bin");
  assert.is(lookup(["PATH=/a", "PATH=/b"]), "/b");
  const { env: _, ...bare } = testProcess();
  assert.is(only(identitySteps({ ...scope(), process: bare }), "lookup").path, "/bin:/usr/bin");
});

test("[P-9] no args are an error", () => {
  assert.throws(() => identitySteps(scope({ args: [] })), /args must not be empty/);
});

test("[P-8] the environment is the list and what socket activation adds, of doubles the last", () => {
  const env = ["A=1", "B=2", "A=3"];
  const exec = only(programSteps(scope({ env }, { extraEnv: ["LISTEN_FDS=1"] })), "exec");
  assert.equal(exec.env, ["B=2", "A=3", "LISTEN_FDS=1"]);
});

test("HOME is looked up only when the environment has none", () => {
  const home = (env: readonly string[]): number => only(programSteps(scope({ env })), "exec").home;
  assert.is(home([]), 1);
  assert.is(home(["HOME="]), 1);
  assert.is(home(["HOME=/root"]), 0);
});

test("[RL-1] [RL-2] descriptors from 3 up are closed, but those to be preserved", () => {
  assert.is(only(identitySteps(scope({}, { preserveFds: 2 })), "close-fds").preserve, 2);
});

test("[P-20] an AppArmor profile needs AppArmor", () => {
  const wanted = { apparmorProfile: "docker-default" };
  assert.throws(() => identitySteps(scope(wanted)), /AppArmor is not enabled/);
  const facts = testFacts({ apparmor: true });
  assert.equal(only(identitySteps(scope(wanted, { facts })), "exec-label"), {
    op: "exec-label",
    kind: "apparmor",
    label: "docker-default",
  });
  assert.equal(all(identitySteps(scope({ apparmorProfile: "" })), "exec-label"), []);
});

test("[P-21] a SELinux label needs SELinux", () => {
  assert.throws(() => identitySteps(scope({ selinuxLabel: "l" })), /SELinux is not enabled/);
  const facts = testFacts({ selinux: true });
  assert.is(
    only(identitySteps(scope({ selinuxLabel: "l" }, { facts })), "exec-label").kind,
    "selinux",
  );
});

test("[P-3] [P-5] a terminal is made with its size and owner, and stdio is not given away", () => {
  const process = {
    terminal: true,
    consoleSize: { height: 25, width: 80 },
    user: { uid: 7, gid: 8 },
  };
  assert.equal(
    consoleSteps(scope(process), true).map(({ op }) => op),
    [{ op: "console", socket: "console", rows: 25, columns: 80, uid: 7, bind: 1 }],
  );
  assert.is(only(consoleSteps(scope({ terminal: true }), false), "console").bind, 0);
  assert.is(only(consoleSteps(scope({ terminal: true }), false), "console").rows, 0);
  assert.equal(all(identitySteps(scope(process)), "chown-stdio"), []);
});

test("[P-2] [P-4] without a terminal its size has no effect", () => {
  assert.equal(consoleSteps(scope({ consoleSize: { height: 1, width: 1 } }), true), []);
});

test("the console socket is connected to when there is a terminal to send", () => {
  assert.is(only(connectConsole(scope({ terminal: true }), "/s"), "connect-console").path, "/s");
  assert.equal(connectConsole(scope({ terminal: true }), null), []);
  assert.equal(connectConsole(scope(), "/s"), []);
});

test("[P-34] [P-44] [PE-1] nothing asked, nothing set", () => {
  assert.equal(surroundings(scope()), []);
});

test("[P-44] [PE-1] umask and personality", () => {
  const user = { uid: 0, gid: 0, umask: 0 };
  const steps = surroundings(scope({ user }, { personality: "LINUX32" }));
  assert.is(only(steps, "umask").mode, 0);
  assert.is(only(steps, "personality").persona, 8);
  assert.is(only(surroundings(scope({}, { personality: "LINUX" })), "personality").persona, 0);
});

test("[P-29] [P-30] [P-31] [P-32] [P-33] the scheduler's words are the kernel's numbers", () => {
  const deadline = {
    policy: "SCHED_DEADLINE",
    flags: ["SCHED_FLAG_RESET_ON_FORK", "SCHED_FLAG_UTIL_CLAMP_MAX"],
    runtime: 1n,
    deadline: 2n,
    period: 3n,
  } as const;
  assert.equal(only(surroundings(scope({ scheduler: deadline })), "scheduler"), {
    op: "scheduler",
    policy: 6,
    nice: 0n,
    priority: 0,
    flags: 0x41n,
    runtime: 1n,
    deadline: 2n,
    period: 3n,
  });
  const fifo = only(
    surroundings(scope({ scheduler: { policy: "SCHED_FIFO", priority: 10 } })),
    "scheduler",
  );
  assert.equal(
    [fifo.policy, fifo.priority, fifo.runtime, fifo.deadline, fifo.period],
    [1, 10, 0n, 0n, 0n],
  );
  const other = { scheduler: { policy: "SCHED_OTHER", nice: -5 } } as const;
  assert.is(only(surroundings(scope(other)), "scheduler").nice, -5n);
});

test("[P-35] [P-36] the io priority is its class and level", () => {
  const value = (ioPriority: Process["ioPriority"]): number =>
    only(surroundings(scope(ioPriority === undefined ? {} : { ioPriority })), "ioprio").value;
  assert.is(value({ class: "IOPRIO_CLASS_RT", priority: 0 }), 0x2000);
  assert.is(value({ class: "IOPRIO_CLASS_BE", priority: 4 }), 0x4004);
  assert.is(value({ class: "IOPRIO_CLASS_IDLE", priority: 7 }), 0x6007);
});

test.run();
