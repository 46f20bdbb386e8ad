// What CRIU is asked for by a checkpoint. Pure: what had to be looked up is an argument.
import type { Config } from "../config/config.gen.ts";
import { REQUEST } from "../wire/criu.ts";
import type { CriuOptions, CriuRequest } from "../wire/criu.ts";
import { commonOptions, MASK, NAMESPACE_KEYS, SINCE } from "./criu.ts";
import type { CriuDirectories, CriuWish } from "./criu.ts";
import { PlanError } from "./types.ts";

/** Name of CRIU's log in the work directory: callers copy it from there. */
export const DUMP_LOG = "dump.log";

/** What the caller of checkpoint asked for. */
export interface CheckpointWish extends CriuWish {
  /** Relative to the images; null: none. */
  readonly parentPath: string | null;
  readonly leaveRunning: boolean;
  readonly tcpSkipInFlight: boolean;
  readonly linkRemap: boolean;
  /** -1: none. */
  readonly statusFd: number;
  /** ADDRESS:PORT. */
  readonly pageServer: string | null;
  readonly preDump: boolean;
}

/** The container and the host as they were found. */
export interface CheckpointFacts {
  /** CRIU's, as {@link SINCE} counts it. */
  readonly version: number;
  readonly pid: number;
  readonly rootfs: string;
  /** Absolute host directory of the container's cgroup, by controller or name. */
  readonly cgroupPaths: Readonly<Record<string, string>>;
  /** Inodes of init's namespaces. */
  readonly namespaces: Readonly<Record<"network" | "pid", string>>;
  /** Where the mounts from the host are in the container, links resolved. */
  readonly external: readonly string[];
  /** Masked paths that are files, links resolved. */
  readonly masked: readonly string[];
  readonly directories: CriuDirectories;
}

/**
 * The request for a dump or a pre-dump.
 * @throws PlanError when this CRIU cannot do it, or a word means nothing
 */
export function planCheckpoint(
  config: Config,
  wish: CheckpointWish,
  facts: CheckpointFacts,
): CriuRequest {
  if (wish.lazyPages && wish.statusFd >= 0 && facts.version < SINCE.statusReady) {
    throw tooOld("--status-fd", SINCE.statusReady, facts.version);
  }
  const options: CriuOptions = {
    ...commonOptions(config, wish, facts.directories, DUMP_LOG),
    root: facts.rootfs,
    pid: facts.pid,
    leaveRunning: wish.leaveRunning,
    tcpSkipInFlight: wish.tcpSkipInFlight,
    linkRemap: wish.linkRemap,
    external: externalNamespaces(config, facts),
    ...freezer(facts),
    ...pageServer(wish.pageServer),
    // Only changes since the parent are written, which needs the kernel to note them.
    ...(wish.parentPath === null ? {} : { parentImage: wish.parentPath, trackMemory: true }),
  };
  // Memory alone: mounts are no matter.
  if (wish.preDump) return { type: REQUEST.preDump, options };
  const externalMounts = [
    ...facts.external.map((target) => ({ key: target, value: target })),
    ...facts.masked.map((path) => ({ key: path, value: MASK })),
  ];
  return { type: REQUEST.dump, options: { ...options, externalMounts } };
}

/** `net[4026532281]:extRootNetNS` for namespaces that somebody else made. */
function externalNamespaces(config: Config, facts: CheckpointFacts): readonly string[] {
  const joined = (type: string): boolean =>
    (config.linux?.namespaces ?? []).some((one) => one.type === type && (one.path ?? "") !== "");
  const found: string[] = [];
  for (const [type, name, since] of [
    ["network", "net", SINCE.externalNetwork],
    ["pid", "pid", SINCE.externalPid],
  ] as const) {
    if (!joined(type)) continue;
    if (facts.version < since) throw tooOld(`an external ${type} namespace`, since, facts.version);
    found.push(`${name}[${facts.namespaces[type]}]:${NAMESPACE_KEYS[type]}`);
  }
  return found;
}

/** The error of a CRIU that lacks something. */
export function tooOld(what: string, since: number, version: number): PlanError {
  return new PlanError("", `${what} needs CRIU ${spoken(since)}, this is ${spoken(version)}`);
}

/** 31701 is 3.17.1. */
export function spoken(version: number): string {
  const parts = [Math.floor(version / 10_000), Math.floor(version / 100) % 100, version % 100];
  return (parts[2] === 0 ? parts.slice(0, 2) : parts).join(".");
}

/** Else CRIU stops each process by ptrace, which those that fork can outrun. */
function freezer({ cgroupPaths, version }: CheckpointFacts): Pick<CriuOptions, "freezeCgroup"> {
  const v1 = cgroupPaths["freezer"];
  if (v1 !== undefined) return { freezeCgroup: v1 };
  const v2 = cgroupPaths["unified"];
  return v2 === undefined || version < SINCE.freezerV2 ? {} : { freezeCgroup: v2 };
}

const MOST_PORT = 65_535;

function pageServer(text: string | null): Pick<CriuOptions, "pageServer"> {
  if (text === null) return {};
  const match = /^(?:\[([^\]]+)\]|([^:]+)):([^:]+)$/.exec(text);
  const address = match?.[1] ?? match?.[2];
  if (match === null || address === undefined) {
    throw new PlanError("", "use --page-server ADDRESS:PORT to specify page server");
  }
  const port = Number(match[3]);
  if (!/^\d+$/.test(match[3] ?? "") || port < 1 || port > MOST_PORT) {
    throw new PlanError("", `invalid port number: ${JSON.stringify(match[3])}`);
  }
  return { pageServer: { address, port } };
}
