// events: statistics of a container now, or again and again with its out-of-memory events.
import { watchOom } from "../cgroup/oom.ts";
import { readerOf, statsFrom } from "../cgroup/stats.ts";
import { hugepageSizes } from "../host/facts.ts";
import { printJson } from "../json/print.ts";
import { POLLIN, waitForAny } from "../native/events.ts";
import { closeFd } from "../native/files.ts";
import { SystemError } from "../native/library.ts";
import { pidfdOpen } from "../native/processes.ts";
import { checkId } from "../state/directory.ts";
import { readState } from "../state/document.ts";
import { isAlive } from "../state/process.ts";
import { statusOf } from "../state/status.ts";
import { Failure } from "./failure.ts";
import type { Stats } from "../cgroup/stats.ts";
import type { SavedState } from "../state/document.ts";

/** What events is called with. */
export interface EventsOptions {
  readonly root: string;
  readonly id: string;
  /** Milliseconds between two records. */
  readonly interval: number;
  /** One record, then the end. */
  readonly once: boolean;
  readonly out: (text: string) => void;
}

/** The statistics of a container. @throws SystemError */
export function statsOf(state: SavedState): Stats {
  const paths = state.cgroup_paths;
  const v2 = Object.keys(paths).every((name) => name === "unified");
  return statsFrom(readerOf(paths), hugepageSizes(), v2);
}

/** A container that has not ended. @throws StateError, Failure */
export function livingState(root: string, id: string): SavedState {
  checkId(id);
  const state = readState(root, id);
  const status = statusOf(root, state);
  if (status === "stopped" || status === "creating") {
    throw new Failure(`container with id ${id} is not running`);
  }
  return state;
}

/**
 * `events`: one JSON record a line. Without `once` it goes on until the container has ended.
 * @throws Failure, StateError, SystemError
 */
export function events(options: EventsOptions): void {
  const { id, interval, once, out } = options;
  const state = livingState(options.root, id);
  if (interval <= 0) throw new Failure("duration interval must be greater than 0");
  const record = (): void => out(`${printJson({ type: "stats", id, data: statsOf(state) })}\n`);
  if (once) record();
  else watch(state, interval, record, () => out(`${printJson({ type: "oom", id })}\n`));
}

/**
 * Calls `record` each interval (milliseconds), and `outOfMemory` when that happens, until the
 * container has ended. @throws SystemError
 */
export function watch(
  state: SavedState,
  interval: number,
  record: () => void,
  outOfMemory?: () => void,
): void {
  const init = openInit(state);
  if (init === null) return;
  const oom = outOfMemory === undefined ? null : watchOom(state.cgroup_paths);
  try {
    let next = performance.now() + interval;
    for (;;) {
      const left = Math.max(0, Math.ceil(next - performance.now()));
      const waited = [{ fd: init, events: POLLIN }, ...(oom === null ? [] : [oom.waited])];
      const [ended = false, changed = false] = waitForAny(waited, left);
      // The last event may have come together with the end.
      if ((changed || ended) && oom?.happened() === true) outOfMemory?.();
      if (ended) return;
      if (performance.now() < next) continue;
      record();
      next += interval;
    }
  } finally {
    closeFd(init);
    oom?.close();
  }
}

/** A pidfd of init, or null when it has just ended. */
function openInit(state: SavedState): number | null {
  let fd = -1;
  try {
    fd = pidfdOpen(state.init_process_pid);
    if (isAlive(state.init_process_pid, state.init_process_start)) return fd;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  }
  closeFd(fd);
  return null;
}
