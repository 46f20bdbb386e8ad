// state.json: the OCI state document first, then the names that tools read in other runtimes' files,
// then what tsrun's own verbs need. Written whole by temp and rename.
import type { Hook } from "../config/config.gen.ts";
import { printJson } from "../json/print.ts";
import { readText, replaceFile } from "../native/paths.ts";
import { StateError } from "./errors.ts";
import { containerFile, isMissing, isOurs, notFound } from "./directory.ts";
import { isState } from "./shape.ts";

/** The last transition that tsrun made; the live status is asked elsewhere. */
export type SavedStatus = "creating" | "created" | "running" | "stopped";

/** What is kept about a container. */
export interface SavedState {
  readonly ociVersion: string;
  readonly id: string;
  readonly status: SavedStatus;
  /** Host pid of init, 0 before it exists. */
  readonly pid: number;
  readonly bundle: string;
  readonly rootfs: string;
  /** RFC 3339, UTC, nanoseconds. */
  readonly created: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly init_process_pid: number;
  /** Start time of init, clock ticks since boot (/proc/PID/stat field 22). */
  readonly init_process_start: number;
  readonly config: {
    readonly labels: readonly string[];
    readonly rootfs: string;
    readonly mounts: readonly { readonly source?: string; readonly destination: string }[];
  };
  /** Controller (or `unified`, or a v1 name) to absolute directory. */
  readonly cgroup_paths: Readonly<Record<string, string>>;
  readonly namespace_paths: Readonly<Record<string, string>>;
  /** What 0-2 were when init got them: a restore has to know which pipes to replace. */
  readonly external_descriptors?: readonly string[];
  readonly tsrun: {
    readonly bootId: string;
    /** The creator and its start time, so that a dead create is seen. */
    readonly creator: number;
    readonly creatorStart: number;
    readonly hasProcess: boolean;
    /** What config.json leaves out, when there is no process to start. */
    readonly missing?: "process" | "process.args";
    /** resctrl groups that delete removes, in the order in which they were made. */
    readonly groups?: readonly string[];
    /** Words for the steps that init performs behind its gate, by their index in the plan. */
    readonly behindGate: Readonly<Record<string, string>>;
    readonly ownPidNamespace: boolean;
    /** It has a notify socket, which start opens. */
    readonly notifies?: boolean;
    /** The systemd unit, and whether a user's manager has it; absent without the systemd driver. */
    readonly unit?: { readonly unit: string; readonly user: boolean };
    /** --no-new-keyring: exec keeps the caller's session keyring too. */
    readonly noNewKeyring: boolean;
    /** Mounts on the rootfs before create, when the container shares our mount namespace. */
    readonly mountsBefore: number | null;
    readonly poststart: readonly Hook[];
    readonly poststop: readonly Hook[];
  };
}

/** What state.json holds. */
export function printState(state: SavedState): string {
  return `${printJson(state)}\n`;
}

/** Writes state.json; `text` is its print, where that was made before. */
export function writeState(root: string, state: SavedState, text = printState(state)): void {
  replaceFile(containerFile(root, state.id, "state"), text, 0o600);
}

/**
 * Reads state.json.
 * @throws StateError `not-found` without a directory or file, `broken` when it cannot be read as one
 */
export function readState(root: string, id: string): SavedState {
  let text: string;
  try {
    text = readText(containerFile(root, id, "state"));
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw notFound(id);
  }
  const broken = (why: string): StateError =>
    isOurs(root, id)
      ? new StateError(
          "broken",
          `state of container ${id} is broken (${why}); delete --force clears it`,
        )
      : notFound(id, "what is there was made by another runtime");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw broken("not JSON");
  }
  if (!isState(value)) throw broken("not a state of tsrun");
  if (value.id !== id) throw broken("another id");
  return value;
}
