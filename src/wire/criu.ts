// CRIU's RPC messages, as far as checkpoint and restore use them (criu.org/RPC; images/rpc.proto).
import { decodeMessage, encodeMessage, ProtobufError } from "./protobuf.ts";
import type { Message, Table } from "./protobuf.ts";

/** Kinds of requests; answers have the same. */
export const REQUEST = {
  dump: 1,
  restore: 2,
  preDump: 4,
  notify: 6,
  featureCheck: 9,
  version: 10,
} as const;

/** What is done about cgroups (criu_cg_mode). */
export const CGROUPS_MODE = { ignore: 0, soft: 3, full: 4, strict: 5 } as const;

const PAGE_SERVER = { address: [1, "text"], port: [2, "int"] } as const satisfies Table;
const EXTERNAL_MOUNT = { key: [1, "text"], value: [2, "text"] } as const satisfies Table;
const JOIN_NAMESPACE = { type: [1, "text"], file: [2, "text"] } as const satisfies Table;
const INHERITED = { key: [1, "text"], fd: [2, "int"] } as const satisfies Table;
const CGROUP_ROOT = { controller: [1, "text"], path: [2, "text"] } as const satisfies Table;

const OPTIONS = {
  imagesDirFd: [1, "int"],
  pid: [2, "int"],
  leaveRunning: [3, "bool"],
  extUnixSk: [4, "bool"],
  tcpEstablished: [5, "bool"],
  evasiveDevices: [6, "bool"],
  shellJob: [7, "bool"],
  fileLocks: [8, "bool"],
  logLevel: [9, "int"],
  logFile: [10, "text"],
  pageServer: [11, PAGE_SERVER],
  notifyScripts: [12, "bool"],
  root: [13, "text"],
  parentImage: [14, "text"],
  trackMemory: [15, "bool"],
  autoDedup: [16, "bool"],
  workDirFd: [17, "int"],
  linkRemap: [18, "bool"],
  externalMounts: [23, [EXTERNAL_MOUNT]],
  manageCgroups: [24, "bool"],
  cgroupRoots: [25, [CGROUP_ROOT]],
  restoreSibling: [26, "bool"],
  inheritedFds: [27, [INHERITED]],
  manageCgroupsMode: [34, "int"],
  external: [37, "texts"],
  emptyNamespaces: [38, "int"],
  joinNamespaces: [39, [JOIN_NAMESPACE]],
  freezeCgroup: [44, "text"],
  tcpSkipInFlight: [46, "bool"],
  lazyPages: [48, "bool"],
  orphanPtsMaster: [50, "bool"],
  configFile: [51, "text"],
  tcpClose: [52, "bool"],
  lsmProfile: [53, "text"],
  lsmMountContext: [63, "text"],
} as const satisfies Table;

const FEATURES = { memoryTracking: [1, "bool"], lazyPages: [2, "bool"] } as const satisfies Table;

/** criu_req. */
export const REQUESTS = {
  type: [1, "int"],
  options: [2, OPTIONS],
  notifySuccess: [3, "bool"],
  features: [5, FEATURES],
} as const satisfies Table;

const RESTORED = { pid: [1, "int"] } as const satisfies Table;
const NOTIFICATION = { script: [1, "text"], pid: [2, "int"] } as const satisfies Table;
const VERSION = {
  major: [1, "int"],
  minor: [2, "int"],
  git: [3, "text"],
  sublevel: [4, "int"],
} as const satisfies Table;

/** criu_resp. */
export const RESPONSES = {
  type: [1, "int"],
  success: [2, "bool"],
  restored: [4, RESTORED],
  notification: [5, NOTIFICATION],
  errno: [7, "int"],
  features: [8, FEATURES],
  message: [9, "text"],
  version: [10, VERSION],
} as const satisfies Table;

/** criu_opts. */
export type CriuOptions = Message<typeof OPTIONS>;
/** criu_features. */
export type CriuFeatures = Message<typeof FEATURES>;

/** criu_req. */
export type CriuRequest = Message<typeof REQUESTS> & { readonly type: number };

/** criu_resp. */
export type CriuResponse = Message<typeof RESPONSES> & {
  readonly type: number;
  readonly success: boolean;
};

/** The bytes of a request. */
export function encodeRequest(request: CriuRequest): Uint8Array {
  return encodeMessage(REQUESTS, request);
}

/** Reads an answer. @throws ProtobufError also for one without its type or its outcome */
export function decodeResponse(bytes: Uint8Array): CriuResponse {
  const response = decodeMessage(RESPONSES, bytes);
  const { type, success } = response;
  if (type === undefined || success === undefined) {
    throw new ProtobufError("an answer without type and outcome");
  }
  return { ...response, type, success };
}

/** The name of a kind of request: `dump`. */
export function requestName(type: number): string {
  return Object.entries(REQUEST).find(([, number]) => number === type)?.[0] ?? `request ${type}`;
}
