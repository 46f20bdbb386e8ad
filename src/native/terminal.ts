// The caller's terminal, and signals while one program makes room for the next.
import { checked } from "./errors.ts";
import { hostFunction } from "./library.ts";

/** Rows and columns. */
export interface WindowSize {
  readonly height: number;
  readonly width: number;
}

/** Size of the terminal behind the first of 0-2 that is one, or null. */
export function callersWindow(): WindowSize | null {
  const size = hostFunction("tsr_window_size");
  for (const fd of [0, 1, 2]) {
    const out = new Uint16Array(2);
    if (size(fd, out) !== 0) continue;
    const [height = 0, width = 0] = out;
    if (height > 0 && width > 0) return { height, width };
  }
  return null;
}

/**
 * Signals that a supervisor or a terminal sends wait from here on, for the attendant that takes our
 * place and can forward them. @throws SystemError
 */
export function holdSignals(): void {
  checked(hostFunction("tsr_hold_signals")(), "sigaction", "");
}

/** Lets them act again, those too that came meanwhile. */
export function releaseSignals(): void {
  hostFunction("tsr_release_signals")();
}
