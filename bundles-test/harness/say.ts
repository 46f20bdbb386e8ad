// Lines on standard output, written at once: a runtime's own output must not overtake them.
import { writeSync } from "node:fs";

/** Prints a line. */
export function say(line: string): void {
  const bytes = Buffer.from(line.endsWith("\n") ? line : `${line}\n`);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}
