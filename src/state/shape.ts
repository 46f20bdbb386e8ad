// Whether a document is a whole state.json: everything that a verb counts on, so that a file which
// was cut, edited or written by something else is one clear error and never half a delete.
import { isNormal } from "./paths.ts";
import type { SavedState } from "./document.ts";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isPath: Check = (value) => typeof value === "string" && isNormal(value);

const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const mapOf =
  (check: Check): Check =>
  (value) =>
    isRecord(value) && Object.values(value).every(check);
const record =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isRecord(value) && Object.entries(members).every(([name, check]) => check(value[name]));

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isHook = record({
  path: (value) => typeof value === "string" && value.startsWith("/"),
  args: optional(listOf(isText)),
  env: optional(listOf(isText)),
  timeout: optional(isCount),
});

const STATUSES: readonly unknown[] = ["creating", "created", "running", "stopped"];

const isWhole = record({
  ociVersion: isText,
  id: isText,
  status: (value) => STATUSES.includes(value),
  pid: isCount,
  bundle: isText,
  rootfs: isText,
  created: isText,
  annotations: optional(mapOf(isText)),
  init_process_pid: isCount,
  init_process_start: isCount,
  config: record({
    labels: listOf(isText),
    rootfs: isText,
    mounts: listOf(record({ source: optional(isText), destination: isText })),
  }),
  cgroup_paths: mapOf(isPath),
  namespace_paths: mapOf(isText),
  external_descriptors: optional(listOf(isText)),
  tsrun: record({
    bootId: isText,
    creator: isCount,
    creatorStart: isCount,
    hasProcess: isFlag,
    behindGate: mapOf(isText),
    ownPidNamespace: isFlag,
    noNewKeyring: isFlag,
    mountsBefore: (value) => value === null || isCount(value),
    poststart: listOf(isHook),
    poststop: listOf(isHook),
  }),
});

/** Whether a parsed file is a whole state of tsrun; members that it has besides are no matter. */
export function isState(value: unknown): value is SavedState {
  return isWhole(value);
}
