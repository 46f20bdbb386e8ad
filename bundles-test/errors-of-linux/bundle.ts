// Values of linux that no create may take: one line says what is wrong, and nothing is left.
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";
import { refuseAll } from "../harness/refusals.ts";
import type { Refusal } from "../harness/refusals.ts";

const linux = (more: Json): Json => ({ linux: more });
const resources = (more: Json): Json => linux({ resources: more });
const seccomp = (more: Json): Json =>
  linux({ seccomp: { defaultAction: "SCMP_ACT_ALLOW", ...more } });
const rule = (more: Json): Json =>
  seccomp({ syscalls: [{ names: ["mkdir"], action: "SCMP_ACT_ERRNO", ...more }] });
// Nobody listens there.
const unheard = seccomp({
  listenerPath: "/nowhere/agent",
  syscalls: [{ names: ["mkdir"], action: "SCMP_ACT_NOTIFY" }],
});
const device = (more: Json): Json =>
  linux({ devices: [{ path: "/dev/x", type: "c", major: 1, minor: 3, ...more }] });
const namespaces = (...list: readonly Json[]): Json =>
  linux({ namespaces: [...list, { type: "mount" }, { type: "uts" }] });

const cases: readonly Refusal[] = [
  ["[NS-1]", namespaces({}), /namespaces\[0\]\.type/],
  ["[NS-11]", namespaces({ type: "network", path: "ns/net" }), /namespaces\[0\]\.path/],
  ["[NS-13]", namespaces({ type: "network", path: "/proc/self/ns/uts" }), /namespaces\[0\]\.path/],
  ["[NS-13]", namespaces({ type: "network", path: "/etc/hostname" }), /namespaces\[0\]\.path/],
  ["[NS-16]", namespaces({ type: "pid" }, { type: "pid" }), /namespaces/],
  ["[NS-17]", namespaces({ type: "mnt" }), /namespaces\[0\]\.type/],
  ["[ID-2]", linux({ uidMappings: [{ containerID: 0, size: 1 }] }), /hostID/],
  ["[ID-2]", linux({ uidMappings: [{ hostID: 0, size: 1 }] }), /containerID/],
  ["[ID-2]", linux({ gidMappings: [{ containerID: 0, hostID: 1 }] }), /size/],
  [
    "[ID-6]",
    linux({ uidMappings: [{ containerID: 0, hostID: 1, size: 1 }] }),
    /user namespace|USER/,
  ],
  ["[TM-3]", linux({ timeOffsets: { realtime: { secs: 1 } } }), /timeOffsets/],
  ["[DV-3]", device({ type: "x" }), /devices\[0\]\.type/],
  ["[DV-3]", device({ type: undefined }), /devices\[0\]\.type/],
  ["[DV-4]", device({ path: "x" }), /devices\[0\]\.path/],
  ["[DV-4]", device({ path: undefined }), /devices\[0\]\.path/],
  ["[DV-7]", device({ major: undefined }), /devices\[0\]\.major/],
  ["[DV-7]", device({ minor: undefined }), /devices\[0\]\.minor/],
  ["[DV-7]", device({ minor: -1 }), /devices\[0\]\.minor/],
  ["[RD-2]", resources({ devices: [{ access: "rwm" }] }), /devices\[0\]\.allow/],
  ["[RD-3]", resources({ devices: [{ allow: true, type: "z" }] }), /devices\[0\]\.type/],
  ["[RD-5]", resources({ devices: [{ allow: true, access: "rq" }] }), /devices\[0\]\.access/],
  ["[RM-6]", resources({ memory: { swappiness: 101 } }), /swappiness/],
  ["[RM-11]", resources({ memory: { limit: -2 } }), /memory\.limit/],
  ["[RM-3]", resources({ memory: { limit: 2097152, swap: 1048576 } }), /swap/],
  ["[RC-3]", resources({ cpu: { quota: 10000, burst: 20000 } }), /burst/],
  ["[RC-5]", resources({ cpu: { quota: 10000, burst: 10001 } }), /burst/],
  ["[RC-9]", resources({ cpu: { cpus: "0-" } }), /cpus/],
  ["[RC-9]", resources({ cpu: { cpus: "9999" } }), /cpu\.cpus/],
  ["[RC-11]", resources({ cpu: { idle: 2 } }), /idle/],
  ["[RB-4]", resources({ blockIO: { weightDevice: [{ minor: 0, weight: 10 }] } }), /major/],
  ["[RB-4]", resources({ blockIO: { weightDevice: [{ major: 8, weight: 10 }] } }), /minor/],
  ["[RB-6]", resources({ blockIO: { weightDevice: [{ major: 8, minor: 0 }] } }), /weightDevice/],
  ["[RB-8]", resources({ blockIO: { throttleReadBpsDevice: [{ major: 8, minor: 0 }] } }), /rate/],
  ["[RB-8]", resources({ blockIO: { throttleWriteBpsDevice: [{ major: 8, rate: 1 }] } }), /minor/],
  [
    "[RB-10]",
    resources({ blockIO: { throttleWriteIOPSDevice: [{ rate: 8, minor: 0 }] } }),
    /major/,
  ],
  ["[RB-10]", resources({ blockIO: { throttleReadIOPSDevice: [{ major: 8, minor: 0 }] } }), /rate/],
  ["[RH-3]", resources({ hugepageLimits: [{ pageSize: "64kB", limit: 1 }] }), /pageSize/],
  ["[RH-3]", resources({ hugepageLimits: [{ pageSize: "3MB", limit: 1 }] }), /3MB/],
  ["[RH-4]", resources({ hugepageLimits: [{ pageSize: "2MB" }] }), /limit/],
  ["[RH-3]", resources({ hugepageLimits: [{ limit: 1 }] }), /pageSize/],
  ["[RN-3]", resources({ network: { priorities: [{ priority: 1 }] } }), /priorities\[0\]\.name/],
  ["[RN-4]", resources({ network: { priorities: [{ name: "lo" }] } }), /priorities\[0\]\.priority/],
  ["[RR-2]", resources({ rdma: { mlx5_0: {} } }), /rdma/],
  ["[R-3]", resources({ rdma: { mlx5_0: { hcaHandles: 3 } } }), /rdma/],
  ["[RU-4]", resources({ unified: { "nosuch.max": "1" } }), /nosuch|unified on cgroup v1/],
  ["[RU-5]", resources({ unified: { "../x": "1" } }), /unified/],
  ["[CG-8]", linux({ cgroupsPath: "../.." }), /cgroupsPath/],
  ["[RT-2]", linux({ intelRdt: { closID: "gold" } }), /RDT/],
  ["[RT-6]", linux({ intelRdt: { memBwSchema: "L3:0=f" } }), /memBwSchema/],
  ["[RT-6]", linux({ intelRdt: { memBwSchema: "MB:0=1\nMB:1=1" } }), /memBwSchema/],
  ["[RT-7]", linux({ intelRdt: { schemata: ["L3:0=f\nMB:0=1"] } }), /schemata/],
  ["[RT-19]", linux({ intelRdt: { closID: "../x" } }), /closID/],
  ["[MP-1]", linux({ memoryPolicy: { nodes: "0" } }), /memoryPolicy\.mode/],
  ["[MP-1]", linux({ memoryPolicy: { mode: "MPOL_ODD" } }), /memoryPolicy\.mode/],
  ["[MP-3]", linux({ memoryPolicy: { mode: "MPOL_BIND" } }), /memoryPolicy/],
  ["[MP-4]", linux({ memoryPolicy: { mode: "MPOL_BIND", nodes: "0", flags: ["X"] } }), /flags/],
  ["[ND-3]", linux({ netDevices: { none0: {} } }), /none0/],
  ["[ND-3]", linux({ netDevices: { lo: { name: "other" } } }), /netDevices\.lo/],
  ["[ND-14]", linux({ netDevices: { lo: { name: "a/b" } } }), /netDevices/],
  ["[RF-1]", linux({ rootfsPropagation: "odd" }), /rootfsPropagation/],
  ["[SY-2]", linux({ sysctl: { "kernel.pid_max": "1" } }), /kernel\.pid_max/],
  ["[SY-4]", linux({ sysctl: { "net.nosuch": "1" } }), /net[./]nosuch/],
  ["[SY-4]", linux({ sysctl: { "net/../kernel/pid_max": "1" } }), /sysctl/],
  ["[SC-2]", linux({ seccomp: {} }), /defaultAction/],
  ["[SC-2]", linux({ seccomp: { defaultAction: "SCMP_ACT_ODD" } }), /SCMP_ACT_ODD/],
  ["[SC-4]", seccomp({ defaultErrnoRet: 1 }), /defaultErrnoRet/],
  ["[SC-13]", seccomp({ listenerMetadata: "x" }), /listenerMetadata|listenerPath/],
  ["[SC-11]", unheard, /agent/],
  ["[SC-15]", rule({ names: [] }), /names/],
  ["[SC-15]", rule({ names: undefined }), /names/],
  ["[SC-16]", rule({ action: undefined }), /action/],
  ["[SC-16]", rule({ action: "SCMP_ACT_ODD" }), /SCMP_ACT_ODD/],
  ["[SC-18]", rule({ action: "SCMP_ACT_KILL", errnoRet: 1 }), /errnoRet/],
  ["[SC-20]", rule({ args: [{ index: 6, value: 1, op: "SCMP_CMP_EQ" }] }), /index/],
  ["[SC-20]", rule({ args: [{ value: 1, op: "SCMP_CMP_EQ" }] }), /index/],
  ["[SC-21]", rule({ args: [{ index: 0, op: "SCMP_CMP_EQ" }] }), /value/],
  ["[SC-23]", rule({ args: [{ index: 0, value: 1 }] }), /op/],
  ["[SC-23]", rule({ args: [{ index: 0, value: 1, op: "SCMP_CMP_ODD" }] }), /SCMP_CMP_ODD/],
  ["[SC-7]", seccomp({ flags: ["SECCOMP_FILTER_FLAG_ODD"] }), /SECCOMP_FILTER_FLAG_ODD/],
  ["[SC-6]", seccomp({ architectures: ["SCMP_ARCH_ODD"] }), /SCMP_ARCH_ODD/],
  ["[SC-27]", rule({ action: "SCMP_ACT_NOTIFY" }), /listenerPath/],
  ["[MK-2]", linux({ maskedPaths: ["proc/kcore"] }), /maskedPaths\[0\]/],
  ["[RO-2]", linux({ readonlyPaths: ["proc"] }), /readonlyPaths\[0\]/],
  ["[PE-1]", linux({ personality: {} }), /personality\.domain/],
  ["[PE-1]", linux({ personality: { domain: "ODD" } }), /personality\.domain/],
  ["[PE-2]", linux({ personality: { domain: "LINUX", flags: ["X"] } }), /personality\.flags/],
];

export const bundle = defineBundle({
  name: "errors-of-linux",
  title:
    "[C-14] [OP-14] [L-22] each wrong field of linux is one line that names its place, and leaves nothing behind",
  oracle: { none: "runc 1.1 takes many of them" },
  config: {},
  check(t) {
    refuseAll(t, cases);
  },
});
