// Processes: spawn of the helper, signals and waits by pidfd, limits from outside.
import { checked } from "./errors.ts";
import { hostFunction, SystemError } from "./library.ts";

/** A child: its pid and a pidfd for it. */
export interface Child {
  readonly pid: number;
  readonly pidfd: number;
}

/**
 * Starts a program from a descriptor, with an empty environment; only 0-2 and `keep` stay open.
 * @throws SystemError
 */
export function spawnProgram(
  program: number,
  args: readonly string[],
  keep: readonly number[],
): Child {
  const spawn = hostFunction("tsr_spawn");
  const out = new Int32Array(2);
  const list = Int32Array.from(keep);
  checked(spawn(program, args, list, out), "spawn", "the helper");
  return { pid: out[0] ?? -1, pidfd: out[1] ?? -1 };
}

/** waitpid(2) for one child: its wait status, or null when `block` is false and it runs. @throws SystemError */
export function waitFor(pid: number, block: boolean): number | null {
  const status = new Int32Array(1);
  const wait = hostFunction("tsr_wait");
  const got = checked(wait(pid, block ? 0 : 1, status), "waitpid", `${pid}`);
  return got === 0 ? null : (status[0] ?? 0);
}

/** What a shell would call the status: exit code, or 128 + signal. */
export function exitCode(status: number): number {
  const signal = status & 0x7f;
  return signal === 0 ? (status >> 8) & 0xff : 128 + signal;
}

/** pidfd_open(2). @throws SystemError */
export function pidfdOpen(pid: number): number {
  return checked(hostFunction("tsr_pidfd_open")(pid), "pidfd_open", `${pid}`);
}

/** pidfd_getfd(2): a copy of a descriptor of another process. @throws SystemError */
export function pidfdGetFd(pidfd: number, number: number): number {
  const get = hostFunction("tsr_pidfd_getfd");
  return checked(get(pidfd, number), "pidfd_getfd", `descriptor ${number}`);
}

/** pidfd_send_signal(2). @throws SystemError */
export function pidfdSignal(pidfd: number, signal: number): void {
  const send = hostFunction("tsr_pidfd_signal");
  checked(send(pidfd, signal), "pidfd_send_signal", `signal ${signal}`);
}

const SIGKILL = 9;

/** Kills a child and reaps it; one that has ended, or that another reaps, is fine. */
export function endChild(child: Child | undefined): void {
  if (child === undefined) return;
  try {
    pidfdSignal(child.pidfd, SIGKILL);
    waitFor(child.pid, true);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  }
}

/** Whether the process has ended within the time (milliseconds, -1 for ever). @throws SystemError */
export function pidfdEnded(pidfd: number, timeoutMs: number): boolean {
  const wait = hostFunction("tsr_pidfd_wait");
  return checked(wait(pidfd, Math.ceil(timeoutMs)), "poll", "pidfd") !== 0;
}

/** prlimit(2): raising a hard limit needs the initial user namespace's CAP_SYS_RESOURCE. @throws SystemError */
export function setLimit(
  pid: number,
  resource: number,
  soft: bigint,
  hard: bigint,
  object: string,
): void {
  const call = hostFunction("tsr_prlimit");
  checked(call(pid, resource, soft, hard), "prlimit", object);
}

/** Orphans of our children become ours. @throws SystemError */
export function becomeSubreaper(): void {
  checked(hostFunction("tsr_subreaper")(), "prctl", "PR_SET_CHILD_SUBREAPER");
}

/** Replaces this process. @throws SystemError: it only returns when it failed */
export function replaceProcess(
  path: string,
  args: readonly string[],
  env: readonly string[],
): never {
  const call = hostFunction("tsr_execve");
  checked(call(path, args, env), "execve", path);
  throw new TypeError("execve returned");
}
