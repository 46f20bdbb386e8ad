// Waiting for several descriptors, and out-of-memory events of v1.
import { checked } from "./errors.ts";
import { hostFunction } from "./library.ts";
import type { CgroupDirectory } from "./cgroup.ts";

/** Readable. */
export const POLLIN = 1;
/** An exceptional condition: a cgroup file whose content changed. */
export const POLLPRI = 2;

/** What is waited for. */
export interface Waited {
  readonly fd: number;
  /** POLLIN or POLLPRI. */
  readonly events: number;
}

/**
 * Waits until something is ready.
 *
 * @param timeoutMs - -1: for ever
 * @returns for each whether it is ready; none: the time is over, or a signal came
 * @throws SystemError
 */
export function waitForAny(waited: readonly Waited[], timeoutMs: number): readonly boolean[] {
  const poll = hostFunction("tsr_poll");
  const fds = Int32Array.from(waited.map(({ fd }) => fd));
  const events = Int32Array.from(waited.map((one) => one.events));
  const ready = checked(poll(fds, events, Math.ceil(timeoutMs)), "poll", "events");
  return waited.map((_, index) => (ready & (1 << index)) !== 0);
}

/** v1: readable when the cgroup runs out of memory, and when it is removed. @throws SystemError */
export function openOomEvent(directory: CgroupDirectory): number {
  const open = hostFunction("tsr_oom_event");
  return checked(open(directory.fd), "eventfd", `${directory.name}/memory.oom_control`);
}

/** Whether an event came since the last time. @throws SystemError */
export function takeEvent(fd: number): boolean {
  return checked(hostFunction("tsr_event_take")(fd), "read", "eventfd") === 1;
}
