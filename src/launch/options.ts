// What the command line hands to the verbs; every path absolute.
import type { Program } from "../config/program.ts";
import type { CheckpointWish } from "../plan/checkpoint.ts";
import type { RestoreWish } from "../plan/restore.ts";

/** create. */
export interface CreateOptions {
  readonly root: string;
  readonly id: string;
  readonly bundle: string;
  /** Another configuration than config.json, absolute. */
  readonly configFile?: string;
  readonly pidFile: string | null;
  readonly consoleSocket: string | null;
  readonly pidfdSocket: string | null;
  readonly noPivot: boolean;
  readonly noNewKeyring: boolean;
  /** How many descriptors from 3 up the container keeps. */
  readonly preserveFds: number;
  readonly systemdCgroup: boolean;
  readonly noCgroup: boolean;
  readonly rootless: "auto" | "true" | "false";
  readonly warn: (message: string) => void;
}

/** run. */
export interface RunOptions extends CreateOptions {
  readonly detach: boolean;
  readonly keep: boolean;
  readonly noSubreaper: boolean;
  /** Flags in front of the verb that deletes the container in the end: where its warnings go. */
  readonly logFlags: readonly string[];
  /** Called when all went well and the attendant takes over: what was held back is said now. */
  readonly started: () => void;
}

/** exec. */
export interface ExecOptions {
  readonly root: string;
  readonly id: string;
  readonly processFile: string | null;
  /** Reads the process document: the caller loads it when there is one, as it is large. */
  readonly parseProcess: (bytes: Uint8Array) => { readonly process: Program };
  readonly args: readonly string[];
  readonly cwd: string | null;
  readonly env: readonly string[];
  readonly tty: boolean;
  readonly user: string | null;
  readonly additionalGids: readonly number[];
  readonly caps: readonly string[];
  readonly processLabel: string | null;
  readonly apparmor: string | null;
  readonly noNewPrivileges: boolean;
  readonly consoleSocket: string | null;
  readonly pidfdSocket: string | null;
  readonly detach: boolean;
  readonly pidFile: string | null;
  readonly preserveFds: number;
  /** `[controller:]path` below the container's cgroup. */
  readonly cgroups: readonly string[];
  readonly ignorePaused: boolean;
  readonly systemdCgroup: boolean;
  readonly warn: (message: string) => void;
  /** As in {@link RunOptions}. */
  readonly started: () => void;
}

/** Where CRIU reads and writes. */
export interface CriuPaths {
  readonly imagePath: string;
  /** For its log; null: beside the images. */
  readonly workPath: string | null;
}

/** checkpoint. */
export interface CheckpointOptions extends CheckpointWish, CriuPaths {
  readonly root: string;
  readonly id: string;
  readonly warn: (message: string) => void;
}

/** restore. */
export interface RestoreOptions extends CreateOptions, RestoreWish, CriuPaths {
  readonly detach: boolean;
  readonly noSubreaper: boolean;
  /** As in {@link RunOptions}. */
  readonly logFlags: readonly string[];
  /** As in {@link RunOptions}. */
  readonly started: () => void;
}
