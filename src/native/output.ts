// Output through one C write: touching process.stdout would make the description that the container
// inherits non-blocking, and leaving by process.exit would reset the caller's terminal.
import { utf8 } from "./text.ts";
import { writeAll } from "./files.ts";
import { hostFunction, SystemError } from "./library.ts";

function write(fd: number, text: string, object: string): void {
  try {
    writeAll(fd, utf8(text), object);
  } catch (error) {
    // A closed or read-only stdout (engines hand out /dev/null opened read-only) ends nothing.
    if (!(error instanceof SystemError)) throw error;
  }
}

/** Writes to stdout; a stdout that does not take it is no failure. */
export function writeOut(text: string): void {
  write(1, text, "stdout");
}

/** Writes to stderr, in one call. */
export function writeErr(text: string): void {
  write(2, text, "stderr");
}

/** isatty(3). */
export function isTerminal(fd: number): boolean {
  return hostFunction("tsr_terminal")(fd) === 1;
}

/** Ends the process at once, running no handler. */
export function exitNow(code: number): never {
  hostFunction("tsr_exit")(code);
  throw new TypeError("_exit returned");
}
