// Whether a process is still the one that was meant: pid, start time and boot.
import { ENOENT, ESRCH } from "../native/errno.ts";
import { systemError } from "../native/errors.ts";
import { SystemError } from "../native/library.ts";
import { readText } from "../native/paths.ts";

/** Start time in clock ticks since boot, and whether it has ended; null when there is no such pid. */
export interface Life {
  readonly start: number;
  readonly ended: boolean;
}

function isGone(error: unknown): boolean {
  return error instanceof SystemError && (error.errno === ENOENT || error.errno === ESRCH);
}

/**
 * Reads /proc/PID/stat (proc_pid_stat(5)): fields 3 (state) and 22 (starttime).
 * @throws Error when it is there and cannot be read: a process must not be taken for gone then
 */
export function lifeOf(pid: number): Life | null {
  if (pid <= 0) return null;
  let text: string;
  try {
    text = readText(`/proc/${pid}/stat`);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
  // The command may hold anything, blanks and brackets too: count from its last bracket.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const state = fields[0] ?? "X";
  return {
    start: Number(fields[19] ?? "0"),
    ended: state === "Z" || state === "X" || state === "x",
  };
}

/** Start time of a process that has to be there; it may be a zombie. @throws SystemError */
export function startOf(pid: number): number {
  const life = lifeOf(pid);
  if (life === null) throw systemError("read", ESRCH, `/proc/${pid}/stat`);
  return life.start;
}

/** Whether this very process still runs (a zombie has ended). */
export function isAlive(pid: number, start: number): boolean {
  const life = lifeOf(pid);
  return life !== null && life.start === start && !life.ended;
}

let boot: string | undefined;

/** The kernel's id of this boot: pids of another boot mean nothing. */
export function bootId(): string {
  boot ??= readText("/proc/sys/kernel/random/boot_id").trim();
  return boot;
}

let own: number | undefined;

/** Start time of this process. @throws SystemError */
export function ownStart(): number {
  own ??= startOf(process.pid);
  return own;
}
