// linux.namespaces: which are made, which are joined, and the order of the joins. The helper's stage
// 0 performs these while it is still in the host's namespaces.
import type { Config } from "../config/config.gen.ts";
import { CLONE } from "./kernel.ts";
import { always, asked } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Facts, Step } from "./types.ts";

/** A namespace type as config.json writes it. */
export type Kind = keyof typeof CLONE;

/** File name of each type in /proc/PID/ns. */
export const NAMESPACE_FILES: Readonly<Record<Kind, string>> = {
  pid: "pid",
  network: "net",
  mount: "mnt",
  ipc: "ipc",
  uts: "uts",
  user: "user",
  cgroup: "cgroup",
  time: "time",
};

/** One entry of linux.namespaces. */
export interface Wanted {
  readonly kind: Kind;
  /** Absolute path of the namespace to join, null: a new one is made. */
  readonly path: string | null;
  readonly pointer: string;
}

/** The namespaces of a container that are not the runtime's own. */
export interface Namespaces {
  readonly wanted: readonly Wanted[];
  /** The container is in a namespace of this type that is not simply inherited. */
  readonly has: (kind: Kind) => boolean;
  /** A new namespace of this type is made. */
  readonly makes: (kind: Kind) => boolean;
  /** A namespace of this type is joined by path. */
  readonly joins: (kind: Kind) => boolean;
}

/**
 * Reads linux.namespaces.
 * @throws PlanError for a type that the kernel lacks, or twice the same type
 */
export function readNamespaces(config: Config, facts: Facts): Namespaces {
  const wanted: Wanted[] = [];
  for (const [index, entry] of (config.linux?.namespaces ?? []).entries()) {
    const pointer = `/linux/namespaces/${index}`;
    const kind = entry.type;
    if (!facts.namespaces.includes(NAMESPACE_FILES[kind])) {
      throw new PlanError(`${pointer}/type`, `the kernel has no ${kind} namespaces`);
    }
    if (wanted.some((other) => other.kind === kind)) {
      throw new PlanError(`${pointer}/type`, `namespace type ${kind} is listed twice`);
    }
    const path = entry.path === undefined || entry.path === "" ? null : entry.path;
    wanted.push({ kind, path, pointer });
  }
  const find = (kind: Kind): Wanted | undefined => wanted.find((entry) => entry.kind === kind);
  return {
    wanted,
    has: (kind) => find(kind) !== undefined,
    makes: (kind) => find(kind)?.path === null,
    joins: (kind) => typeof find(kind)?.path === "string",
  };
}

/** The joins. A joined user namespace decides the order: see the comments inside. */
export function joinSteps(namespaces: Namespaces): readonly Step[] {
  const joined = namespaces.wanted.filter((entry) => entry.path !== null);
  const user = joined.filter((entry) => entry.kind === "user");
  const others = joined.filter((entry) => entry.kind !== "user");
  // Namespaces of the host's user namespace need the rights held before the user namespace is
  // entered; those that it owns may need the rights held after.
  const later = user.length > 0 ? 1 : 0;
  return [
    ...others.map((entry) => join(entry, later)),
    ...user.map((entry) => join(entry, 0)),
    ...(later === 1 && others.length > 0
      ? [always("namespaces", "what the user namespace owns", { op: "join-rest" })]
      : []),
  ];
}

function join(entry: Wanted, later: number): Step {
  return asked("namespaces", `${entry.pointer}/path`, {
    op: "join",
    type: CLONE[entry.kind],
    path: entry.path ?? "",
    later,
  });
}

/**
 * A new time namespace with linux.timeOffsets (time_namespaces(7): offsets can only be written
 * before a process is in it, from the process that unshared). Stage 0 makes it for init; one that a
 * new user namespace is to own can only be made in there, so init does it itself.
 */
export function timeSteps(
  config: Config,
  namespaces: Namespaces,
  by: "stage0" | "init",
): readonly Step[] {
  const entry = namespaces.wanted.find((one) => one.kind === "time" && one.path === null);
  if (entry === undefined || namespaces.makes("user") !== (by === "init")) return [];
  const lines = Object.entries(config.linux?.timeOffsets ?? {}).map(
    ([clock, offset]) => `${clock} ${offset?.secs ?? 0} ${offset?.nanosecs ?? 0}\n`,
  );
  const offsets = lines.length === 0 ? null : lines.join("");
  const pointer = offsets === null ? entry.pointer : "/linux/timeOffsets";
  const op = by === "init" ? "own-time-namespace" : "time-namespace";
  return [asked("namespaces", pointer, { op, offsets })];
}

/** The clone that makes init, in every new namespace except cgroup and time. */
export function cloneStep(namespaces: Namespaces): Step {
  let flags = 0n;
  for (const { kind, path } of namespaces.wanted) {
    // A cgroup namespace made now would have its root at the runtime's cgroup, not the container's.
    if (path === null && kind !== "cgroup" && kind !== "time") flags |= BigInt(CLONE[kind]);
  }
  return flags === 0n
    ? always("namespaces", "the container's process", { op: "clone", flags })
    : asked("namespaces", "/linux/namespaces", { op: "clone", flags });
}

/** Names of the types in a CLONE_NEW* mask. */
export function kindsOf(flags: bigint): readonly Kind[] {
  return (Object.keys(NAMESPACE_FILES) as Kind[]).filter(
    (kind) => (flags & BigInt(CLONE[kind])) !== 0n,
  );
}
