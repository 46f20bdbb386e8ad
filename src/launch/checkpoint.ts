// checkpoint: a running container is saved by CRIU, and is gone then unless it shall run on.
import { isAbsolute, join } from "node:path";
import { loadConfig } from "../config/load.ts";
import { gatherFacts } from "../host/facts.ts";
import { insideRoot } from "../host/in-root.ts";
import { parseNamespaceLink } from "../host/process.ts";
import { isDirectory, isThere, readLink, readText, replaceFile } from "../native/paths.ts";
import { closeFd, writeAll } from "../native/files.ts";
import { DUMP_LOG, planCheckpoint } from "../plan/checkpoint.ts";
import { readScope } from "../plan/create.ts";
import { externalMounts, maskedPaths } from "../plan/criu.ts";
import { checkId, containerDirectory, lockDirectory } from "../state/directory.ts";
import { readState } from "../state/document.ts";
import { StateError } from "../state/errors.ts";
import { statusOf } from "../state/status.ts";
import { Criu, criuVersion, needFeature } from "./criu.ts";
import { DESCRIPTORS, logPath, makeBoth, openDirectories } from "./criu-directories.ts";
import { withLog } from "./criu-log.ts";
import { Failure } from "./failure.ts";
import { runPoststop } from "./hooks.ts";
import { inherited } from "./inherited.ts";
import { destroy } from "./remove.ts";
import { hookState } from "./saved.ts";
import type { Config } from "../config/config.gen.ts";
import type { CheckpointFacts } from "../plan/checkpoint.ts";
import type { CriuRequest } from "../wire/criu.ts";
import type { CriuDirectories } from "../plan/criu.ts";
import type { SavedState } from "../state/document.ts";
import type { Notification } from "./criu.ts";
import type { CheckpointOptions } from "./options.ts";

/** A container whose processes can be saved. @throws StateError, in the words that callers know */
function runningState(root: string, id: string): SavedState {
  const state = readState(root, id);
  const status = statusOf(root, state);
  if (status === "running" || status === "paused") return state;
  throw new StateError("wrong-status", `Container cannot be checkpointed in ${status} state`);
}

/** @throws Failure */
function checkParent({ imagePath, parentPath }: CheckpointOptions): void {
  if (parentPath === null) return;
  if (isAbsolute(parentPath)) throw new Failure("--parent-path must be relative");
  const path = join(imagePath, parentPath);
  if (isDirectory(path)) return;
  const problem = isThere(path) ? "not a directory" : "no such file or directory";
  throw new Failure(`invalid --parent-path: stat ${path}: ${problem}`);
}

const O_ACCMODE = 3;

/** The descriptor has to be the caller's: other numbers may be our own. @throws Failure */
function checkStatusFd({ lazyPages, statusFd }: CheckpointOptions): void {
  if (!lazyPages || statusFd < 0) return;
  const refuse = (why: string): never => {
    throw new Failure(`invalid --status-fd argument ${statusFd}: ${why}`);
  };
  if (statusFd > 2 && !inherited().fds.includes(statusFd)) refuse("bad file descriptor");
  const info = readText(`/proc/self/fdinfo/${statusFd}`);
  const flags = Number.parseInt(/^flags:\s*([0-7]+)/m.exec(info)?.[1] ?? "0", 8);
  if ((flags & O_ACCMODE) === 0) refuse("not writable");
}

function namespaceInode(pid: number, name: string): string {
  return parseNamespaceLink(readLink(`/proc/${pid}/ns/${name}`)) ?? "";
}

/** Looks up what the request needs. */
function factsOf(
  state: SavedState,
  config: Config,
  version: number,
  directories: CriuDirectories,
): CheckpointFacts {
  const pid = state.init_process_pid;
  const root = `/proc/${pid}/root`;
  const scope = readScope(config, gatherFacts(), {
    id: state.id,
    bundle: state.bundle,
    root: "",
    pidFile: null,
    consoleSocket: null,
    noPivot: false,
    noNewKeyring: false,
    preserveFds: 0,
    systemdCgroup: false,
    noCgroup: false,
    rootless: false,
  });
  const masked = maskedPaths(config).map((path) => insideRoot(root, path));
  return {
    version,
    pid,
    rootfs: state.rootfs,
    cgroupPaths: state.cgroup_paths,
    namespaces: { network: namespaceInode(pid, "net"), pid: namespaceInode(pid, "pid") },
    external: externalMounts(scope, state.cgroup_paths).map(
      ({ target }) => insideRoot(root, target).path,
    ),
    // Masked directories are file systems of the container's own.
    masked: masked.flatMap(({ path, kind }) => (kind === "other" ? [path] : [])),
    directories,
  };
}

/** Lazy pages: whoever waits at --status-fd hears that they can be fetched. */
function tellReady({ statusFd, warn }: CheckpointOptions, { script, fd }: Notification): void {
  closeFd(fd);
  if (script !== "status-ready" || statusFd < 0) return;
  try {
    writeAll(statusFd, Uint8Array.of(0), "--status-fd");
  } catch (error) {
    // The container is saved all the same.
    warn(error instanceof Error ? error.message : String(error));
  }
  closeFd(statusFd);
}

function perform(request: CriuRequest, options: CheckpointOptions): void {
  const criu = new Criu();
  try {
    criu.ask(request, (notification) => tellReady(options, notification));
  } finally {
    criu.close();
  }
}

function save(state: SavedState, options: CheckpointOptions): void {
  const version = criuVersion();
  if (options.preDump) needFeature("memoryTracking");
  if (options.lazyPages) needFeature("lazyPages");
  checkStatusFd(options);
  const { config } = loadConfig(containerDirectory(options.root, options.id));
  makeBoth(options);
  const directories = openDirectories(options, null);
  try {
    const request = planCheckpoint(config, options, factsOf(state, config, version, directories));
    if (!options.preDump) {
      const descriptors = JSON.stringify(state.external_descriptors ?? []);
      replaceFile(join(options.imagePath, DESCRIPTORS), descriptors, 0o600);
    }
    perform(request, options);
  } catch (error) {
    const doing = options.preDump ? "pre-dump by CRIU" : "checkpoint by CRIU";
    throw withLog(error, doing, logPath(options, DUMP_LOG));
  } finally {
    directories.close();
  }
}

/**
 * `checkpoint`. A container that was dumped whole and shall not run on is deleted.
 * @throws StateError, Failure, PlanError
 */
export function checkpoint(options: CheckpointOptions): void {
  const { root, id } = options;
  checkId(id);
  const lock = lockDirectory(root, id);
  let state: SavedState;
  try {
    state = runningState(root, id);
    checkParent(options);
    save(state, options);
    if (options.leaveRunning || options.preDump) return;
    destroy(root, state);
  } finally {
    lock.release();
  }
  runPoststop(state.tsrun.poststop, hookState(state, "stopped", 0), options.warn);
}
