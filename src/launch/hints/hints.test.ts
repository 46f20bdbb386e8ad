import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testConfig, testFacts, withLinux, withUsers } from "../../plan/testing.ts";
import { HINTS, hintFor } from "./all.ts";
import type { Trouble } from "./types.ts";

const test = suite("launch/hints");

const PLAIN: Trouble = {
  op: null,
  pointer: null,
  call: null,
  errno: null,
  text: "",
  config: testConfig(),
  facts: () => testFacts(),
};
const users = withUsers();
const without = (type: string) =>
  withLinux({
    ...users.linux,
    namespaces: users.linux?.namespaces?.filter((entry) => entry.type !== type) ?? [],
  });

/** One failure for each hint: what the helper or the engine reports. */
const CASES: readonly (readonly [string, Partial<Trouble>])[] = [
  [
    "notify-place",
    { op: "bind", call: "mkdir", errno: "EROFS", text: "bind /run/t/a/notify at /run/notify" },
  ],
  ["root-missing", { op: "root", call: "open", errno: "ENOENT" }],
  ["root-untraversable", { op: "root", call: "open", errno: "EACCES" }],
  ["bind-source-missing", { op: "bind", call: "open_tree", errno: "ENOENT" }],
  ["mount-point-owner", { op: "mount", call: "openat2", errno: "EACCES", config: users }],
  ["bind-source-untraversable", { op: "open-tree", call: "open_tree", errno: "EACCES" }],
  ["bind-kinds", { op: "bind", call: "move_mount", errno: "ENOTDIR" }],
  ["locked-flags", { op: "remount", call: "mount_setattr", errno: "EPERM", config: users }],
  [
    "sysfs-needs-network",
    { op: "mount", errno: "EPERM", text: "mount sysfs at /sys", config: without("network") },
  ],
  [
    "proc-needs-pid",
    { op: "mount", errno: "EPERM", text: "mount proc at /proc", config: without("pid") },
  ],
  ["proc-masked", { op: "mount", errno: "EPERM", text: "mount proc at /proc", config: users }],
  [
    "mount-in-user-namespace",
    { op: "mount", errno: "EPERM", text: "mount ext4 at /a", config: users },
  ],
  ["mount-without-capability", { op: "mount", call: "fsmount", errno: "EPERM" }],
  ["file-system-unknown", { op: "mount", call: "fsopen", errno: "ENODEV" }],
  ["mount-option-unknown", { op: "mount", call: "fsconfig", errno: "EINVAL" }],
  ["idmap-unsupported", { op: "idmap-tree", call: "mount_setattr", errno: "EINVAL" }],
  ["mount-point-read-only", { op: "mount", call: "mkdir", errno: "EROFS" }],
  ["mount-limit", { op: "bind", call: "move_mount", errno: "ENOSPC" }],
  ["strict-target", { op: "mount", call: "openat2", errno: "ELOOP" }],
  ["pivot-on-ramdisk", { op: "pivot-root", call: "pivot_root", errno: "EINVAL" }],
  ["device-in-the-way", { op: "mknod", call: "check-file-type", errno: "EEXIST" }],
  ["mknod-denied", { op: "mknod", call: "mknod", errno: "EPERM" }],

  [
    "program-not-in-path",
    { op: "lookup", errno: "ENOENT", text: 'exec: "x": executable file not found in $PATH' },
  ],
  ["program-missing", { op: "lookup", errno: "ENOENT", text: 'exec: "/x": stat /x' }],
  ["program-not-executable", { op: "lookup", errno: "EACCES" }],
  ["interpreter-missing", { op: "exec", call: "execve", errno: "ENOENT" }],
  ["exec-format", { op: "exec", call: "execve", errno: "ENOEXEC" }],
  ["interpreter-not-executable", { op: "exec", call: "execve", errno: "EACCES" }],
  ["exec-denied", { op: "exec", call: "execve", errno: "EPERM" }],
  ["arguments-too-long", { op: "exec", call: "execve", errno: "E2BIG" }],
  ["cwd-untraversable", { op: "cwd", call: "chdir", errno: "EACCES" }],
  ["cwd-not-directory", { op: "cwd", call: "chdir", errno: "ENOTDIR" }],
  ["user-not-mapped", { op: "user", call: "setresuid", errno: "EINVAL", config: users }],
  ["setgroups-denied", { op: "user", call: "setgroups", errno: "EPERM", config: users }],
  ["nofile-above-limit", { op: "rlimit", errno: "EPERM", text: "set RLIMIT_NOFILE to 1" }],
  ["rlimit-raised", { op: "own-rlimit", errno: "EPERM", text: "set RLIMIT_CORE to 1" }],
  ["oom-score-lowered", { op: "oom-score", call: "write", errno: "EACCES" }],
  ["priority-raised", { op: "scheduler", call: "sched_setattr", errno: "EPERM" }],
  ["realtime-group", { op: "scheduler", call: "sched_setattr", errno: "EINVAL" }],
  ["memory-policy-nodes", { op: "memory-policy", call: "set_mempolicy", errno: "EINVAL" }],
  ["processes-used-up", { op: "clone", call: "clone3", errno: "EAGAIN" }],
  ["descriptors-used-up", { op: "root", call: "openat2", errno: "EMFILE" }],
  ["keys-used-up", { op: "keyring", call: "keyctl", errno: "EDQUOT" }],
  ["console-nobody-listens", { op: "connect-console", call: "connect", errno: "ECONNREFUSED" }],
  ["pid-file-directory", { op: "pid-file", call: "open", errno: "ENOENT" }],

  [
    "controller-missing",
    { text: "cannot set pids limit: this host has no pids controller (config.json: linux)" },
  ],
  [
    "controller-not-delegated",
    {
      op: "cgroup-enable",
      text: "the cpu controller is not available: it is not delegated to here",
    },
  ],
  [
    "processes-inside",
    { op: "cgroup-enable", text: "cannot enable cpu: processes are in this cgroup itself" },
  ],
  ["cgroup-in-use", { op: "cgroup-make", text: "container's cgroup is not empty: 1 process(es)" }],
  ["cgroup-not-yours", { op: "cgroup-make", call: "mkdir", errno: "EACCES" }],
  ["cgroups-read-only", { op: "cgroup-make", call: "mkdir", errno: "EROFS" }],
  ["cgroups-used-up", { op: "cgroup-make", call: "mkdir", errno: "EAGAIN" }],
  ["memory-below-usage", { op: "cgroup-write", text: "unable to set memory limit to 1 (current" }],
  ["memory-too-small", { text: "container init was OOM-killed (memory limit too low?)" }],
  [
    "swap-not-counted",
    { op: "cgroup-write", errno: "ENOENT", text: "memory.memsw.limit_in_bytes" },
  ],
  ["block-weight", { op: "cgroup-write", errno: "ENOENT", text: "write to /x/blkio.weight" }],
  ["block-device", { op: "cgroup-write", errno: "ENODEV", text: "blkio.throttle" }],
  ["interface-not-there", { op: "cgroup-write", errno: "ENODEV", text: "/x/net_prio.ifpriomap" }],
  ["cpuset-not-there", { op: "cgroup-write", errno: "EINVAL", text: "/x/cpuset.cpus" }],
  ["cpuset-empty", { op: "cgroup-join", call: "write", errno: "ENOSPC" }],
  ["cpu-realtime", { op: "cgroup-write", errno: "EINVAL", text: "/x/cpu.rt_runtime_us" }],
  ["cpu-quota", { op: "cgroup-write", errno: "EINVAL", text: "/x/cpu.cfs_quota_us" }],
  ["device-rule-denied", { op: "cgroup-write", errno: "EPERM", text: "/x/devices.allow" }],
  ["device-program-denied", { op: "cgroup-devices", call: "bpf", errno: "EPERM" }],
  ["limit-file-missing", { op: "cgroup-write", errno: "ENOENT", text: "/x/cpu.idle" }],
  ["limit-value", { op: "cgroup-write", errno: "EINVAL", text: "/x/memory.swappiness" }],

  ["rootless-without-users", { text: "rootless container requires user namespaces" }],
  ["id-tools-missing", { text: "these mappings need newuidmap, which was not found" }],
  ["namespaces-used-up", { op: "clone", call: "clone3", errno: "ENOSPC" }],
  ["namespaces-denied", { op: "clone", call: "clone3", errno: "EPERM", config: users }],
  ["namespaces-need-admin", { op: "clone", call: "clone3", errno: "EPERM" }],
  ["namespaces-unknown", { op: "clone", call: "clone3", errno: "EINVAL" }],
  ["join-missing", { op: "join", call: "open", errno: "ENOENT" }],
  ["join-wrong-kind", { op: "join", call: "setns", errno: "EINVAL" }],
  ["join-denied", { op: "join-rest", call: "setns", errno: "EPERM" }],
  ["maps-not-allowed", { op: "idmap", call: "wait", errno: "EPERM" }],
  ["sysctl-unknown", { op: "sysctl", call: "open", errno: "ENOENT" }],
  ["sysctl-value", { op: "sysctl", call: "write", errno: "EINVAL" }],
  ["sysctl-not-namespaced", { op: "sysctl", call: "open", errno: "EACCES" }],
  ["names-need-uts", { op: "hostname", call: "sethostname", errno: "EPERM" }],
  ["apparmor-profile-missing", { op: "exec-label", call: "write", errno: "ENOENT" }],
  ["label-refused", { op: "exec-label", call: "write", errno: "EINVAL" }],
  ["module-off", { text: "AppArmor is not enabled on this host" }],
  ["seccomp-architecture", { text: "libseccomp does not know the architecture SCMP_ARCH_X" }],
  ["seccomp-needs-admin", { op: "seccomp", call: "seccomp", errno: "EACCES" }],
  ["seccomp-kills", { text: "the seccomp filter killed the container's init" }],
  ["state-not-writable", { op: "state-directory", call: "mkdir", errno: "EROFS" }],
  ["disk-full", { op: "save-state", call: "write", errno: "ENOSPC" }],
  ["not-mapped", { op: "symlink", call: "symlink", errno: "EOVERFLOW", config: users }],
];

for (const [id, trouble] of CASES) {
  test(`${id} is given`, () => {
    assert.is(hintFor({ ...PLAIN, ...trouble })?.id, id);
  });
}

test("every hint has its case, and there are more than 25", () => {
  assert.equal(
    HINTS.map(({ id }) => id),
    CASES.map(([id]) => id),
  );
  assert.ok(HINTS.length > 25);
  assert.is(new Set(HINTS.map(({ id }) => id)).size, HINTS.length);
});

test("no hint changes what callers read out of a message, or its one line", () => {
  const matched =
    /permission denied|not permitted|not found|no such (file|process|device)|open executable|does not exist|not running|already (exists|finished)|invalid process|\/attr\/|[\n"\\]|\.$/i;
  for (const { id, text } of HINTS) assert.not.match(text, matched, id);
});

test("where nothing helps nothing is said", () => {
  assert.is(hintFor(PLAIN), null);
  assert.is(hintFor({ ...PLAIN, op: "mount", errno: "EIO" }), null);
  // Root on the host: nothing about user namespaces.
  const trouble = { ...PLAIN, op: "mount", errno: "EPERM", text: "mount proc at /proc" };
  assert.is(hintFor(trouble)?.id, "mount-without-capability");
  const nested = { ...trouble, facts: () => testFacts({ inUserNamespace: true }) };
  assert.is(hintFor(nested)?.id, "proc-masked");
});

test.run();
