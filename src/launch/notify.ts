// NOTIFY_SOCKET (sd_notify(3)): a container that was created under a service manager has a socket of its
// own; start opens it, and what the container says about its readiness goes on to the manager.
import { closeFd } from "../native/files.ts";
import { bindNotify, waitReady } from "../native/notify.ts";
import { SystemError } from "../native/library.ts";
import { pidfdOpen } from "../native/processes.ts";
import { connectUnix } from "../native/sockets.ts";
import { notifyDirectory } from "../state/directory.ts";
import { Failure } from "./failure.ts";

/** The manager's socket as the environment names it, or null. */
export function managersSocket(): string | null {
  const path = process.env["NOTIFY_SOCKET"] ?? "";
  return path === "" ? null : path;
}

/** Both sockets, open. */
export interface Notify {
  /** Where the container sends. */
  readonly inside: number;
  /** Connected to the manager. */
  readonly manager: number;
}

// Which variable is meant, where the words alone would not tell.
function named<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new Failure(`NOTIFY_SOCKET: ${error.message}`);
  }
}

/** Opens both before the program runs, so that nothing it says is lost. @throws Failure */
export function openNotify(root: string, id: string): Notify | null {
  const path = managersSocket();
  // Whoever starts it has no manager: the container sends to nobody.
  if (path === null) return null;
  if (!path.startsWith("/") && !path.startsWith("@")) {
    throw new Failure(`NOTIFY_SOCKET must be an absolute path or @name, not ${path}`);
  }
  const manager = named(() => connectUnix(path, "datagrams"));
  try {
    return { inside: bindNotify(notifyDirectory(root, id)), manager };
  } catch (error) {
    closeFd(manager);
    throw error;
  }
}

/** Closes both. */
export function closeNotify(notify: Notify): void {
  closeFd(notify.inside);
  closeFd(notify.manager);
}

/** Waits for the container to be ready, or to end. @throws Failure when the manager cannot be told */
export function forwardReadiness({ inside, manager }: Notify, pid: number): void {
  const pidfd = pidfdOpen(pid);
  try {
    named(() => waitReady(inside, manager, pid, pidfd));
  } finally {
    closeFd(pidfd);
  }
}
