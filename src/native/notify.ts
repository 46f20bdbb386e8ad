// Readiness for a service manager (c/common/notify.c).
import { checked } from "./errors.ts";
import { hostFunction } from "./library.ts";

/** Binds a datagram socket `notify.sock` in a directory. @throws SystemError */
export function bindNotify(directory: string): number {
  const bind = hostFunction("tsr_notify_bind");
  return checked(bind(directory), "bind", `${directory}/notify.sock`);
}

/**
 * Waits until the container said that it is ready and the manager took note, or until it ended.
 * @returns whether it was ready
 * @throws SystemError when the manager cannot be told
 */
export function waitReady(inside: number, manager: number, pid: number, pidfd: number): boolean {
  const wait = hostFunction("tsr_notify_wait");
  return checked(wait(inside, manager, pid, pidfd), "sendmsg", "NOTIFY_SOCKET") !== 0;
}
