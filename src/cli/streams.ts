// Output and the end of the process, with a way out when the host library cannot be loaded: then
// the message that says so has to be seen.
import { exitNow, isTerminal, writeErr, writeOut } from "../native/output.ts";

let broken = false;

function native<T>(action: () => T, otherwise: () => T): T {
  if (broken) return otherwise();
  try {
    return action();
  } catch {
    broken = true;
    return otherwise();
  }
}

function plainWrite(fd: number, text: string): void {
  try {
    // Loaded only here: it costs every other start a millisecond.
    process.getBuiltinModule("node:fs").writeSync(fd, text);
  } catch {
    // Nobody is there to be told.
  }
}

/** Writes to stdout. */
export function out(text: string): void {
  native(
    () => writeOut(text),
    () => plainWrite(1, text),
  );
}

/** Writes to stderr in one call. */
export function err(text: string): void {
  native(
    () => writeErr(text),
    () => plainWrite(2, text),
  );
}

/** Whether a descriptor is a terminal (node:tty would say so too, for a millisecond of start-up). */
export function terminal(fd: number): boolean {
  return native(
    () => isTerminal(fd),
    () => false,
  );
}

/** Ends the process. */
export function leave(code: number): void {
  native<void>(
    () => exitNow(code),
    () => process.exit(code),
  );
}
