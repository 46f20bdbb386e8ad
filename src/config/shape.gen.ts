// Generated from spec/config.schema.json by scripts/generate.mjs.
import { listOf, mapOf, objectOf, INT64, PLAIN, UINT64 } from "./shape.ts";

const ROOT_SHAPE = objectOf({
  path: PLAIN,
  readonly: PLAIN,
});

const CONSOLE_SIZE_SHAPE = objectOf({
  height: PLAIN,
  width: PLAIN,
});

const USER_SHAPE = objectOf({
  uid: PLAIN,
  gid: PLAIN,
  umask: PLAIN,
  additionalGids: listOf(PLAIN),
  username: PLAIN,
});

const CAPABILITIES_SHAPE = objectOf({
  bounding: listOf(PLAIN),
  permitted: listOf(PLAIN),
  effective: listOf(PLAIN),
  inheritable: listOf(PLAIN),
  ambient: listOf(PLAIN),
});

const RLIMIT_SHAPE = objectOf({
  type: PLAIN,
  soft: UINT64,
  hard: UINT64,
});

const SCHEDULER_SHAPE = objectOf({
  policy: PLAIN,
  nice: PLAIN,
  priority: PLAIN,
  flags: listOf(PLAIN),
  runtime: UINT64,
  deadline: UINT64,
  period: UINT64,
});

const IO_PRIORITY_SHAPE = objectOf({
  class: PLAIN,
  priority: PLAIN,
});

const EXEC_AFFINITY_SHAPE = objectOf({
  initial: PLAIN,
  final: PLAIN,
});

/** What may lie in process. */
export const PROCESS_SHAPE = objectOf({
  terminal: PLAIN,
  consoleSize: CONSOLE_SIZE_SHAPE,
  user: USER_SHAPE,
  args: listOf(PLAIN),
  commandLine: PLAIN,
  env: listOf(PLAIN),
  cwd: PLAIN,
  capabilities: CAPABILITIES_SHAPE,
  rlimits: listOf(RLIMIT_SHAPE),
  noNewPrivileges: PLAIN,
  apparmorProfile: PLAIN,
  selinuxLabel: PLAIN,
  oomScoreAdj: PLAIN,
  scheduler: SCHEDULER_SHAPE,
  ioPriority: IO_PRIORITY_SHAPE,
  execCPUAffinity: EXEC_AFFINITY_SHAPE,
});

const ID_MAPPING_SHAPE = objectOf({
  containerID: PLAIN,
  hostID: PLAIN,
  size: PLAIN,
});

const MOUNT_SHAPE = objectOf({
  destination: PLAIN,
  source: PLAIN,
  type: PLAIN,
  options: listOf(PLAIN),
  uidMappings: listOf(ID_MAPPING_SHAPE),
  gidMappings: listOf(ID_MAPPING_SHAPE),
});

const HOOK_SHAPE = objectOf({
  path: PLAIN,
  args: listOf(PLAIN),
  env: listOf(PLAIN),
  timeout: PLAIN,
});

const HOOKS_SHAPE = objectOf({
  prestart: listOf(HOOK_SHAPE),
  createRuntime: listOf(HOOK_SHAPE),
  createContainer: listOf(HOOK_SHAPE),
  startContainer: listOf(HOOK_SHAPE),
  poststart: listOf(HOOK_SHAPE),
  poststop: listOf(HOOK_SHAPE),
});

const NAMESPACE_SHAPE = objectOf({
  type: PLAIN,
  path: PLAIN,
});

const TIME_OFFSET_SHAPE = objectOf({
  secs: INT64,
  nanosecs: PLAIN,
});

const TIME_OFFSETS_SHAPE = objectOf({
  boottime: TIME_OFFSET_SHAPE,
  monotonic: TIME_OFFSET_SHAPE,
});

const DEVICE_SHAPE = objectOf({
  type: PLAIN,
  path: PLAIN,
  major: PLAIN,
  minor: PLAIN,
  fileMode: PLAIN,
  uid: PLAIN,
  gid: PLAIN,
});

const NET_DEVICE_SHAPE = objectOf({
  name: PLAIN,
});

const DEVICE_RULE_SHAPE = objectOf({
  allow: PLAIN,
  type: PLAIN,
  major: PLAIN,
  minor: PLAIN,
  access: PLAIN,
});

const MEMORY_SHAPE = objectOf({
  limit: INT64,
  reservation: INT64,
  swap: INT64,
  kernel: INT64,
  kernelTCP: INT64,
  swappiness: UINT64,
  disableOOMKiller: PLAIN,
  useHierarchy: PLAIN,
  checkBeforeUpdate: PLAIN,
});

const CPU_SHAPE = objectOf({
  shares: UINT64,
  quota: INT64,
  burst: UINT64,
  period: UINT64,
  realtimeRuntime: INT64,
  realtimePeriod: UINT64,
  cpus: PLAIN,
  mems: PLAIN,
  idle: PLAIN,
});

const WEIGHT_DEVICE_SHAPE = objectOf({
  major: PLAIN,
  minor: PLAIN,
  weight: PLAIN,
  leafWeight: PLAIN,
});

const THROTTLE_DEVICE_SHAPE = objectOf({
  major: PLAIN,
  minor: PLAIN,
  rate: UINT64,
});

const BLOCK_IO_SHAPE = objectOf({
  weight: PLAIN,
  leafWeight: PLAIN,
  weightDevice: listOf(WEIGHT_DEVICE_SHAPE),
  throttleReadBpsDevice: listOf(THROTTLE_DEVICE_SHAPE),
  throttleWriteBpsDevice: listOf(THROTTLE_DEVICE_SHAPE),
  throttleReadIOPSDevice: listOf(THROTTLE_DEVICE_SHAPE),
  throttleWriteIOPSDevice: listOf(THROTTLE_DEVICE_SHAPE),
});

const HUGEPAGE_LIMIT_SHAPE = objectOf({
  pageSize: PLAIN,
  limit: UINT64,
});

const INTERFACE_PRIORITY_SHAPE = objectOf({
  name: PLAIN,
  priority: PLAIN,
});

const NETWORK_SHAPE = objectOf({
  classID: PLAIN,
  priorities: listOf(INTERFACE_PRIORITY_SHAPE),
});

const PIDS_SHAPE = objectOf({
  limit: INT64,
});

const RDMA_SHAPE = objectOf({
  hcaHandles: PLAIN,
  hcaObjects: PLAIN,
});

/** What may lie in resources. */
export const RESOURCES_SHAPE = objectOf({
  devices: listOf(DEVICE_RULE_SHAPE),
  memory: MEMORY_SHAPE,
  cpu: CPU_SHAPE,
  blockIO: BLOCK_IO_SHAPE,
  hugepageLimits: listOf(HUGEPAGE_LIMIT_SHAPE),
  network: NETWORK_SHAPE,
  pids: PIDS_SHAPE,
  rdma: mapOf(RDMA_SHAPE),
  unified: mapOf(PLAIN),
});

const SECCOMP_ARG_SHAPE = objectOf({
  index: PLAIN,
  value: UINT64,
  valueTwo: UINT64,
  op: PLAIN,
});

const SECCOMP_RULE_SHAPE = objectOf({
  names: listOf(PLAIN),
  action: PLAIN,
  errnoRet: PLAIN,
  args: listOf(SECCOMP_ARG_SHAPE),
});

const SECCOMP_SHAPE = objectOf({
  defaultAction: PLAIN,
  defaultErrnoRet: PLAIN,
  architectures: listOf(PLAIN),
  flags: listOf(PLAIN),
  listenerPath: PLAIN,
  listenerMetadata: PLAIN,
  syscalls: listOf(SECCOMP_RULE_SHAPE),
});

const INTEL_RDT_SHAPE = objectOf({
  closID: PLAIN,
  schemata: listOf(PLAIN),
  l3CacheSchema: PLAIN,
  memBwSchema: PLAIN,
  enableMonitoring: PLAIN,
});

const MEMORY_POLICY_SHAPE = objectOf({
  mode: PLAIN,
  nodes: PLAIN,
  flags: listOf(PLAIN),
});

const PERSONALITY_SHAPE = objectOf({
  domain: PLAIN,
  flags: listOf(PLAIN),
});

const LINUX_SHAPE = objectOf({
  namespaces: listOf(NAMESPACE_SHAPE),
  uidMappings: listOf(ID_MAPPING_SHAPE),
  gidMappings: listOf(ID_MAPPING_SHAPE),
  timeOffsets: TIME_OFFSETS_SHAPE,
  devices: listOf(DEVICE_SHAPE),
  netDevices: mapOf(NET_DEVICE_SHAPE),
  cgroupsPath: PLAIN,
  resources: RESOURCES_SHAPE,
  rootfsPropagation: PLAIN,
  seccomp: SECCOMP_SHAPE,
  sysctl: mapOf(PLAIN),
  maskedPaths: listOf(PLAIN),
  readonlyPaths: listOf(PLAIN),
  mountLabel: PLAIN,
  intelRdt: INTEL_RDT_SHAPE,
  memoryPolicy: MEMORY_POLICY_SHAPE,
  personality: PERSONALITY_SHAPE,
});

/** What may lie in config. */
export const CONFIG_SHAPE = objectOf({
  ociVersion: PLAIN,
  root: ROOT_SHAPE,
  process: PROCESS_SHAPE,
  hostname: PLAIN,
  domainname: PLAIN,
  mounts: listOf(MOUNT_SHAPE),
  hooks: HOOKS_SHAPE,
  annotations: mapOf(PLAIN),
  linux: LINUX_SHAPE,
});
