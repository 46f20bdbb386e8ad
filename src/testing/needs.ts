// Tests that need something of the machine: they are skipped with a printed reason, never silently.
import { writeSync } from "node:fs";
import type { Test } from "uvu";

/** Registers a test, as uvu's `test` does. */
export type Register = (title: string, body: () => void | Promise<void>) => void;

/**
 * `needs(test, reason)("title", body)`: an ordinary test when reason is null, else one that is
 * skipped; the test run counts the lines `skip: title: reason`.
 */
export function needs(test: Test, reason: string | null): Register {
  if (reason === null) return test;
  return (title, body) => {
    writeSync(1, `\nskip: ${title}: ${reason}\n`);
    test.skip(title, body);
  };
}

/** The reason when not root, else null. */
export function withoutRoot(): string | null {
  return process.geteuid?.() === 0 ? null : "needs root";
}
