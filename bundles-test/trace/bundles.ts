// The containers whose create is traced: together they hold every operation that a create's plan may
// have here, in the shape that engines ask for.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { namespace, usualCapabilities, usualMounts, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import type { Bundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";
import { sourceOf } from "../harness/load.ts";
import type { Test } from "../harness/test.ts";

function hooks(word: string): Json {
  const hook = { path: "/bin/sh", args: ["sh", "-c", "cat >/dev/null"], env: [`KIND=${word}`] };
  return { [word]: [hook, { path: "/bin/true" }] };
}

const MASKED = [
  "/proc/kcore",
  "/proc/keys",
  "/proc/timer_list",
  "/sys/firmware",
  "/proc/acpi",
  "/dev/shm",
];

function profile(): unknown {
  return JSON.parse(readFileSync(join(sourceOf("seccomp-default"), "profile.json"), "utf8"));
}

const RESOURCES: Json = {
  devices: [
    { allow: false, access: "rwm" },
    { allow: true, type: "c", major: 1, minor: 3, access: "rw" },
  ],
  memory: { limit: 67108864, swap: 134217728 },
  cpu: { shares: 512, quota: 50000, period: 100000, cpus: "0" },
  pids: { limit: 64 },
};

function prepare(t: Test): void {
  t.write(t.beside("file"), "one\n");
  t.write(t.beside("deep/below"), "two\n");
  t.write(t.inside("srv/taken"), "three\n");
}

const none = { none: "what is compared is the runtime with its own plan" };

const engineLike = defineBundle({
  name: "trace-engine",
  title: "what an engine asks for",
  oracle: none,
  config: (place) => ({
    process: {
      user: { uid: 1000, gid: 1000, additionalGids: [5, 6] },
      cwd: "/work/here",
      noNewPrivileges: false,
      rlimits: [{ type: "RLIMIT_NOFILE", soft: 512, hard: 1024 }],
      oomScoreAdj: 100,
      scheduler: { policy: "SCHED_BATCH", nice: 3 },
      ioPriority: { class: "IOPRIO_CLASS_BE", priority: 5 },
      capabilities: {
        bounding: usualCapabilities,
        effective: ["CAP_KILL"],
        permitted: ["CAP_KILL", "CAP_CHOWN"],
        inheritable: ["CAP_KILL"],
        ambient: ["CAP_KILL"],
      },
    },
    domainname: "example.org",
    mounts: [
      ...usualMounts,
      { destination: "/sys/fs/cgroup", type: "cgroup", source: "cgroup", options: ["ro"] },
      { destination: "/etc/hosts", source: `${place.side}/file`, options: ["bind", "ro"] },
      { destination: "/data", source: place.side, options: ["rbind", "nosuid", "rro", "rslave"] },
      { destination: "/srv", type: "tmpfs", source: "tmpfs", options: ["tmpcopyup", "size=1m"] },
      { destination: "/data", options: ["bind", "remount", "ro", "noexec"] },
    ],
    hooks: {
      ...hooks("prestart"),
      ...hooks("createRuntime"),
      ...hooks("createContainer"),
      ...hooks("startContainer"),
      ...hooks("poststop"),
    },
    linux: {
      namespaces: [...usualNamespaces, namespace("cgroup"), namespace("time")],
      timeOffsets: { monotonic: { secs: 10, nanosecs: 5 } },
      resources: RESOURCES,
      seccomp: profile(),
      sysctl: { "kernel.shmmax": "65536", "net.ipv4.ip_forward": "1" },
      personality: { domain: "LINUX32" },
      rootfsPropagation: "slave",
      maskedPaths: MASKED,
      devices: [
        { path: "/dev/mine", type: "c", major: 1, minor: 5, fileMode: 0o640, uid: 7, gid: 8 },
        { path: "/dev/fifo", type: "p", fileMode: 0o600 },
      ],
    },
  }),
  setup: prepare,
  check: () => undefined,
});

const inUserNamespace = defineBundle({
  name: "trace-user",
  title: "the same for a user of its own",
  oracle: none,
  config: (place) => ({
    process: { user: { uid: 3, gid: 4, umask: 0o27 }, noNewPrivileges: true },
    root: { path: "rootfs", readonly: true },
    mounts: [
      ...usualMounts,
      { destination: "/etc/hosts", source: `${place.side}/file`, options: ["bind"] },
      { destination: "/mnt", source: place.side, options: ["rbind", "nodev"] },
    ],
    linux: {
      namespaces: [...usualNamespaces, namespace("user"), namespace("time")],
      timeOffsets: { boottime: { secs: 10 } },
      uidMappings: [{ containerID: 0, hostID: 100000, size: 65536 }],
      gidMappings: [{ containerID: 0, hostID: 200000, size: 65536 }],
      seccomp: profile(),
    },
  }),
  setup: prepare,
  check: () => undefined,
});

const joined = defineBundle({
  name: "trace-joined",
  title: "namespaces that are there, and as little else as may be",
  oracle: none,
  config: {
    process: { args: ["/bin/true"] },
    hostname: undefined,
    mounts: [],
    linux: {
      namespaces: [namespace("mount"), namespace("pid"), namespace("network", "/proc/self/ns/net")],
      maskedPaths: undefined,
      readonlyPaths: undefined,
    },
  },
  check: () => undefined,
});

/** All of them. */
export const TRACED: readonly Bundle[] = [engineLike, inUserNamespace, joined];
