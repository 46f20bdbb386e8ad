import { suite } from "uvu";
import * as assert from "uvu/assert";
import { overriddenProcess } from "./exec-process.ts";
import type { Process } from "../config/config.gen.ts";
import type { ExecOptions } from "./options.ts";

const exec = suite("launch/exec-process");

const base: Process = {
  args: ["init"],
  cwd: "/srv",
  env: ["A=1"],
  terminal: true,
  consoleSize: { height: 24, width: 80 },
  user: { uid: 5, gid: 6, additionalGids: [7] },
  capabilities: { bounding: ["CAP_KILL"], effective: ["CAP_KILL"], permitted: ["CAP_KILL"] },
};

function options(some: Partial<ExecOptions>): ExecOptions {
  return {
    root: "/run/x",
    id: "one",
    processFile: null,
    parseProcess: () => {
      throw new Error("there is no process document");
    },
    args: ["ls", "-l"],
    cwd: null,
    env: [],
    tty: false,
    user: null,
    additionalGids: [],
    caps: [],
    processLabel: null,
    apparmor: null,
    noNewPrivileges: false,
    consoleSocket: null,
    pidfdSocket: null,
    detach: false,
    pidFile: null,
    preserveFds: 0,
    cgroups: [],
    ignorePaused: false,
    systemdCgroup: false,
    warn: () => undefined,
    started: () => undefined,
    ...some,
  };
}

exec(
  "without flags it is the container's process with other words, and without its terminal",
  () => {
    const { consoleSize: _, ...rest } = base;
    assert.equal(overriddenProcess(base, options({})), {
      ...rest,
      args: ["ls", "-l"],
      terminal: false,
    });
  },
);

exec("directory, environment, user and groups of the flags go over it", () => {
  const made = overriddenProcess(
    base,
    options({ cwd: "/tmp", env: ["B=2"], tty: true, user: "8:9", additionalGids: [10] }),
  );
  assert.is(made.cwd, "/tmp");
  assert.is(made.terminal, true);
  assert.equal(made.env, ["A=1", "B=2"]);
  assert.equal(made.user, { uid: 8, gid: 9, additionalGids: [7, 10] });
});

exec("a user without a group keeps the container's group", () => {
  const { user } = overriddenProcess(base, options({ user: "8" }));
  assert.is(user?.uid, 8);
  assert.is(user?.gid, 6);
});

exec("a user by name is refused: there is no passwd to trust", () => {
  for (const user of ["root", "1:", ":1", "1:2:3", "-1", ""]) {
    assert.throws(() => overriddenProcess(base, options({ user })), /invalid --user/);
  }
});

exec("further capabilities never become inheritable, and ambient only beside inheritable", () => {
  const caps = ["CAP_NET_RAW", "CAP_KILL"];
  const made = overriddenProcess(base, options({ caps })).capabilities;
  const both = ["CAP_KILL", "CAP_NET_RAW"];
  assert.equal(made, { bounding: both, effective: both, permitted: both });
  const inheritable = ["CAP_CHOWN"];
  const with_ = { ...base, capabilities: { ...base.capabilities, inheritable } };
  const other = overriddenProcess(with_, options({ caps })).capabilities;
  assert.equal(other?.inheritable, inheritable);
  assert.equal(other?.ambient, caps);
});

exec("no_new_privs can be asked for and not be taken away; labels only when given", () => {
  const strict = { ...base, noNewPrivileges: true, apparmorProfile: "old" };
  assert.is(overriddenProcess(strict, options({})).noNewPrivileges, true);
  assert.is(overriddenProcess(base, options({ noNewPrivileges: true })).noNewPrivileges, true);
  assert.is(overriddenProcess(strict, options({})).apparmorProfile, "old");
  const labelled = overriddenProcess(strict, options({ apparmor: "new", processLabel: "l" }));
  assert.is(labelled.apparmorProfile, "new");
  assert.is(labelled.selinuxLabel, "l");
});

exec.run();
