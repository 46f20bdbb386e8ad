// Processes: spawn of the helper, signals and waits by pidfd, limits from outside.
import { checked, cText, words } from "./errors.ts";
import { hostFunction } from "./library.ts";

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
  const spawn = hostFunction(
    "int tsr_spawn(int program, const void *args, uint32_t count, const void *keep, uint32_t keep_count, void *out)",
  );
  const out = new Int32Array(2);
  const list = Int32Array.from([...keep, -1]);
  checked(spawn(program, words(args), args.length, list, keep.length, out), "spawn", "the helper");
  return { pid: out[0] ?? -1, pidfd: out[1] ?? -1 };
}

/** waitpid(2) for one child: its wait status, or null when `block` is false and it runs. @throws SystemError */
export function waitFor(pid: number, block: boolean): number | null {
  const status = new Int32Array(1);
  const wait = hostFunction("int tsr_wait(int pid, int options, void *status)");
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
  return checked(hostFunction("int tsr_pidfd_open(int pid)")(pid), "pidfd_open", `${pid}`);
}

/** pidfd_getfd(2): a copy of a descriptor of another process. @throws SystemError */
export function pidfdGetFd(pidfd: number, number: number): number {
  const get = hostFunction("int tsr_pidfd_getfd(int pidfd, int number)");
  return checked(get(pidfd, number), "pidfd_getfd", `descriptor ${number}`);
}

/** pidfd_send_signal(2). @throws SystemError */
export function pidfdSignal(pidfd: number, signal: number): void {
  const send = hostFunction("int tsr_pidfd_signal(int pidfd, int signal)");
  checked(send(pidfd, signal), "pidfd_send_signal", `signal ${signal}`);
}

/** Whether the process has ended within the time (milliseconds, -1 for ever). @throws SystemError */
export function pidfdEnded(pidfd: number, timeoutMs: number): boolean {
  const wait = hostFunction("int tsr_pidfd_wait(int pidfd, int timeout)");
  return checked(wait(pidfd, timeoutMs), "poll", "pidfd") !== 0;
}

/** prlimit(2): raising a hard limit needs the initial user namespace's CAP_SYS_RESOURCE. @throws SystemError */
export function setLimit(
  pid: number,
  resource: number,
  soft: bigint,
  hard: bigint,
  object: string,
): void {
  const call = hostFunction(
    "int tsr_prlimit(int pid, uint32_t resource, uint64_t soft, uint64_t hard)",
  );
  checked(call(pid, resource, soft, hard), "prlimit", object);
}

/** Orphans of our children become ours. @throws SystemError */
export function becomeSubreaper(): void {
  checked(hostFunction("int tsr_subreaper(void)")(), "prctl", "PR_SET_CHILD_SUBREAPER");
}

/** Replaces this process. @throws SystemError: it only returns when it failed */
export function replaceProcess(
  path: string,
  args: readonly string[],
  env: readonly string[],
): never {
  const call = hostFunction(
    "int tsr_execve(const char *path, const void *args, uint32_t count, const void *env, uint32_t env_count)",
  );
  checked(call(cText(path), words(args), args.length, words(env), env.length), "execve", path);
  throw new TypeError("execve returned");
}
