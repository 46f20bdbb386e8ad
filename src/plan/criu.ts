// What checkpoint and restore both ask of CRIU: option words, the mounts that come from outside, the
// container's own configuration file. Pure.
import type { Config } from "../config/config.gen.ts";
import { CGROUPS_MODE } from "../wire/criu.ts";
import type { CriuOptions } from "../wire/criu.ts";
import { CRIU_CONFIG } from "./annotations.ts";
import { deviceSteps } from "./devices.ts";
import { CLONE } from "./kernel.ts";
import { mountSteps } from "./mounts.ts";
import { cleanPath } from "./paths.ts";
import type { Scope } from "./scope.ts";
import { PlanError } from "./types.ts";

/** Words that checkpoint and restore share, as they stand on the command line. */
export interface CriuWish {
  readonly tcpEstablished: boolean;
  readonly extUnixSk: boolean;
  readonly shellJob: boolean;
  readonly fileLocks: boolean;
  readonly lazyPages: boolean;
  readonly autoDedup: boolean;
  /** soft, full, strict, ignore; null: soft. */
  readonly cgroupsMode: string | null;
  /** Names of namespaces whose content is left out. */
  readonly emptyNamespaces: readonly string[];
}

/** CRIU's directories, as descriptors of the engine that CRIU opens by their numbers. */
export interface CriuDirectories {
  readonly images: number;
  /** null: the images' own. */
  readonly work: number | null;
}

/** Versions since which CRIU can do something: `major * 10000 + minor * 100 + sublevel`. */
export const SINCE = {
  rpcVersion: 30_000,
  externalNetwork: 31_100,
  freezerV2: 31_400,
  externalPid: 31_500,
  statusReady: 31_500,
  lsm: 31_600,
} as const;

/** Everything that CRIU logs but the details of memory. */
const LOG_LEVEL = 4;
/** Settings of the host's administrator, which take precedence over what we ask for. */
const CONFIG_FILE = "/etc/criu/runc.conf";

/** A mount whose other side is not the container's: CRIU saves its name alone. */
export interface ExternalMount {
  readonly target: string;
  readonly source: string;
}

/** What every masked file is mounted from. */
export const MASK = "/dev/null";

/** The part of the options that both verbs have. @throws PlanError for a word that means nothing */
export function commonOptions(
  config: Config,
  wish: CriuWish,
  directories: CriuDirectories,
  logFile: string,
): CriuOptions {
  return {
    imagesDirFd: directories.images,
    ...(directories.work === null ? {} : { workDirFd: directories.work }),
    logLevel: LOG_LEVEL,
    logFile,
    notifyScripts: true,
    manageCgroups: true,
    manageCgroupsMode: cgroupsMode(wish.cgroupsMode),
    shellJob: wish.shellJob,
    tcpEstablished: wish.tcpEstablished,
    extUnixSk: wish.extUnixSk,
    fileLocks: wish.fileLocks,
    lazyPages: wish.lazyPages,
    autoDedup: wish.autoDedup,
    emptyNamespaces: emptyNamespaces(wish.emptyNamespaces),
    orphanPtsMaster: true,
    ...configFile(config),
  };
}

function cgroupsMode(word: string | null): number {
  switch (word) {
    case null:
    case "soft":
      return CGROUPS_MODE.soft;
    case "full":
      return CGROUPS_MODE.full;
    case "strict":
      return CGROUPS_MODE.strict;
    case "ignore":
      return CGROUPS_MODE.ignore;
    default:
      throw new PlanError("", `invalid manage-cgroups-mode value: ${JSON.stringify(word)}`);
  }
}

/** Network devices are their owner's to make again: what is in a network namespace is never saved. */
function emptyNamespaces(names: readonly string[]): number {
  for (const name of names) {
    if (name !== "network") {
      throw new PlanError("", `namespace ${JSON.stringify(name)} is not supported by --empty-ns`);
    }
  }
  return CLONE.network;
}

function configFile({ annotations }: Config): Pick<CriuOptions, "configFile"> {
  const own = annotations?.[CRIU_CONFIG];
  // An empty one means none at all.
  return own === "" ? {} : { configFile: own ?? CONFIG_FILE };
}

/** The mounts that create bound from the host, in order. @throws PlanError as create does */
export function externalMounts(
  scope: Scope,
  cgroupPaths: Readonly<Record<string, string>>,
): readonly ExternalMount[] {
  const steps = [...mountSteps(scope, cgroupPaths).init, ...deviceSteps(scope)];
  return steps.flatMap(({ op }) => {
    if (op.op === "bind") return [{ target: op.target, source: op.source }];
    return op.op === "bind-device" ? [{ target: op.path, source: op.source }] : [];
  });
}

/** Paths that create masked, where they were there. */
export function maskedPaths({ linux }: Config): readonly string[] {
  return [...new Set((linux?.maskedPaths ?? []).map(cleanPath))];
}

/** The name under which CRIU keeps an external namespace. */
export const NAMESPACE_KEYS = { network: "extRootNetNS", pid: "extRootPidNS" } as const;
