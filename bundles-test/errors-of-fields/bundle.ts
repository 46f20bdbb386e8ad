// Values that no create may take: one line says what is wrong, and nothing is left.
import { usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";

const process = (more: Json): Json => ({ process: more });
const linux = (more: Json): Json => ({ linux: more });
const resources = (more: Json): Json => linux({ resources: more });
const seccomp = (more: Json): Json =>
  linux({ seccomp: { defaultAction: "SCMP_ACT_ALLOW", ...more } });
const rule = (more: Json): Json =>
  seccomp({ syscalls: [{ names: ["mkdir"], action: "SCMP_ACT_ERRNO", ...more }] });
const device = (more: Json): Json =>
  linux({ devices: [{ path: "/dev/x", type: "c", major: 1, minor: 3, ...more }] });
const mount = (more: Json): Json => ({ mounts: [...usualMounts, more] });
const namespaces = (...list: readonly Json[]): Json =>
  linux({ namespaces: [...list, { type: "mount" }, { type: "uts" }] });

const cases: readonly (readonly [rule: string, change: Json, said: RegExp])[] = [
  ["C-1", { ociVersion: "1.0" }, /ociVersion/],
  ["C-3", { root: undefined }, /root/],
  ["C-4", { root: { path: undefined } }, /root\.path/],
  ["C-7", { root: { path: "none" } }, /none/],
  ["MT-3", mount({ type: "tmpfs" }), /mounts\[6\]\.destination/],
  ["MO-65", mount({ destination: "/x", source: "/", options: ["bind", "idmap"] }), /idmap/],
  [
    "MT-14",
    mount({
      destination: "/x",
      source: "/",
      options: ["bind"],
      gidMappings: [{ containerID: 0, hostID: 1, size: 1 }],
    }),
    /uidMappings/,
  ],
  ["L-3", mount({ destination: "/x", type: "nosuchfs" }), /nosuchfs/],
  ["P-5", process({ terminal: true, consoleSize: { height: 2 } }), /consoleSize\.width/],
  ["P-6", process({ cwd: undefined }), /cwd/],
  ["P-7", process({ cwd: "tmp" }), /cwd/],
  ["P-14", process({ rlimits: [{ type: "RLIMIT_TEST", soft: 1, hard: 1 }] }), /RLIMIT_TEST/],
  ["P-16", process({ rlimits: [{ type: "RLIMIT_CORE", hard: 1 }] }), /rlimits\[0\]\.soft/],
  ["P-17", process({ rlimits: [{ type: "RLIMIT_CORE", soft: 1 }] }), /rlimits\[0\]\.hard/],
  ["P-20", process({ apparmorProfile: "box" }), /AppArmor is not enabled/],
  ["P-21", process({ selinuxLabel: "a:b:c:s0" }), /SELinux is not enabled/],
  ["P-27", process({ oomScoreAdj: 1001 }), /oomScoreAdj/],
  ["P-29", process({ scheduler: {} }), /scheduler\.policy/],
  ["P-29", process({ scheduler: { policy: "SCHED_ISO" } }), /sched_setattr: invalid argument/],
  ["P-30", process({ scheduler: { policy: "SCHED_OTHER", nice: 20 } }), /nice/],
  ["P-31", process({ scheduler: { policy: "SCHED_FIFO" } }), /priority/],
  ["P-32", process({ scheduler: { policy: "SCHED_OTHER", flags: ["ODD"] } }), /flags/],
  ["P-33", process({ scheduler: { policy: "SCHED_OTHER", runtime: 1 } }), /runtime/],
  ["P-35", process({ ioPriority: { priority: 1 } }), /ioPriority\.class/],
  ["P-36", process({ ioPriority: { class: "IOPRIO_CLASS_BE", priority: 8 } }), /priority/],
  ["P-42", process({ user: { gid: 0, uid: undefined } }), /user\.uid/],
  ["P-43", process({ user: { uid: 0, gid: undefined } }), /user\.gid/],
  ["P-44", process({ user: { uid: 0, gid: 0, umask: 512 } }), /umask/],
  ["H-2", { hooks: { poststop: [{ path: "bin/true" }] } }, /poststop\[0\]\.path/],
  ["H-6", { hooks: { poststart: [{ path: "/bin/true", timeout: 0 }] } }, /timeout/],
  ["AN-3", { annotations: { "": "x" } }, /annotations/],
  ["AN-5", { annotations: { a: 1 } }, /annotations/],
  ["NS-1", namespaces({}), /namespaces\[0\]\.type/],
  ["NS-11", namespaces({ type: "network", path: "ns/net" }), /namespaces\[0\]\.path/],
  ["NS-13", namespaces({ type: "network", path: "/proc/self/ns/uts" }), /namespaces\[0\]\.path/],
  ["NS-13", namespaces({ type: "network", path: "/etc/hostname" }), /namespaces\[0\]\.path/],
  ["NS-16", namespaces({ type: "pid" }, { type: "pid" }), /namespaces/],
  ["NS-17", namespaces({ type: "mnt" }), /namespaces\[0\]\.type/],
  ["ID-2", linux({ uidMappings: [{ containerID: 0, size: 1 }] }), /hostID/],
  ["TM-3", linux({ timeOffsets: { realtime: { secs: 1 } } }), /timeOffsets/],
  ["DV-3", device({ type: "x" }), /devices\[0\]\.type/],
  ["DV-4", device({ path: "x" }), /devices\[0\]\.path/],
  ["DV-7", device({ major: undefined }), /devices\[0\]\.major/],
  ["RD-2", resources({ devices: [{ access: "rwm" }] }), /devices\[0\]\.allow/],
  ["RD-3", resources({ devices: [{ allow: true, type: "z" }] }), /devices\[0\]\.type/],
  ["RD-5", resources({ devices: [{ allow: true, access: "rq" }] }), /devices\[0\]\.access/],
  ["RM-6", resources({ memory: { swappiness: 101 } }), /swappiness/],
  ["RM-11", resources({ memory: { limit: -2 } }), /memory\.limit/],
  ["RC-3", resources({ cpu: { quota: 10000, burst: 20000 } }), /burst/],
  ["RC-9", resources({ cpu: { cpus: "0-" } }), /cpus/],
  ["RC-9", resources({ cpu: { cpus: "9999" } }), /cpu\.cpus/],
  ["RC-11", resources({ cpu: { idle: 2 } }), /idle/],
  ["RB-4", resources({ blockIO: { weightDevice: [{ minor: 0, weight: 10 }] } }), /major/],
  ["RB-6", resources({ blockIO: { weightDevice: [{ major: 8, minor: 0 }] } }), /weightDevice/],
  ["RB-8", resources({ blockIO: { throttleReadBpsDevice: [{ major: 8, minor: 0 }] } }), /rate/],
  ["RB-10", resources({ blockIO: { throttleWriteIOPSDevice: [{ rate: 8, minor: 0 }] } }), /major/],
  ["RH-3", resources({ hugepageLimits: [{ pageSize: "64kB", limit: 1 }] }), /pageSize/],
  ["RH-3", resources({ hugepageLimits: [{ pageSize: "3MB", limit: 1 }] }), /3MB/],
  ["RH-4", resources({ hugepageLimits: [{ pageSize: "2MB" }] }), /limit/],
  ["RR-2", resources({ rdma: { mlx5_0: {} } }), /rdma/],
  ["R-3", resources({ rdma: { mlx5_0: { hcaHandles: 3 } } }), /rdma/],
  ["RU-4", resources({ unified: { "nosuch.max": "1" } }), /nosuch/],
  ["RU-5", resources({ unified: { "../x": "1" } }), /unified/],
  ["CG-8", linux({ cgroupsPath: "../.." }), /cgroupsPath/],
  ["SY-2", linux({ sysctl: { "kernel.pid_max": "1" } }), /kernel\.pid_max/],
  ["SY-4", linux({ sysctl: { "net.nosuch": "1" } }), /net[./]nosuch/],
  ["SY-4", linux({ sysctl: { "net/../kernel/pid_max": "1" } }), /sysctl/],
  ["SC-2", linux({ seccomp: {} }), /defaultAction/],
  ["SC-4", seccomp({ defaultErrnoRet: 1 }), /defaultErrnoRet/],
  ["SC-13", seccomp({ listenerMetadata: "x" }), /listenerMetadata|listenerPath/],
  ["SC-15", rule({ names: [] }), /names/],
  ["SC-16", rule({ action: "SCMP_ACT_ODD" }), /SCMP_ACT_ODD/],
  ["SC-18", rule({ action: "SCMP_ACT_KILL", errnoRet: 1 }), /errnoRet/],
  ["SC-20", rule({ args: [{ index: 6, value: 1, op: "SCMP_CMP_EQ" }] }), /index/],
  ["SC-21", rule({ args: [{ index: 0, op: "SCMP_CMP_EQ" }] }), /value/],
  ["SC-23", rule({ args: [{ index: 0, value: 1 }] }), /op/],
  ["SC-27", rule({ action: "SCMP_ACT_NOTIFY" }), /listenerPath/],
  ["MK-2", linux({ maskedPaths: ["proc/kcore"] }), /maskedPaths\[0\]/],
  ["RO-2", linux({ readonlyPaths: ["proc"] }), /readonlyPaths\[0\]/],
  ["PE-1", linux({ personality: {} }), /personality\.domain/],
  ["PE-2", linux({ personality: { domain: "LINUX", flags: ["X"] } }), /personality\.flags/],
];

export const bundle = defineBundle({
  name: "errors-of-fields",
  title:
    "[C-14] [OP-14] [L-22] each wrong field is one line that names its place, and leaves nothing behind",
  oracle: { none: "runc 1.1 takes many of them" },
  config: {},
  check(t) {
    const wrong: string[] = [];
    for (const [id, change, said] of cases) {
      try {
        t.rejects(change, said);
        t.ok(!(t.runtime.log.at(-1) ?? "").includes("\n"), "more than one line");
      } catch (error) {
        wrong.push(`${id}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    t.is(wrong, []);
  },
});
