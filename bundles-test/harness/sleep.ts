// Waiting without giving up the thread: checks are plain sequences.

/** How many times slower than usual this machine is: TSRUN_TEST_SLOW. Time limits are multiplied. */
export const slow: number = Number(process.env["TSRUN_TEST_SLOW"] ?? "1");

const cell = new Int32Array(new SharedArrayBuffer(4));

/** Blocks for a time. */
export function sleep(milliseconds: number): void {
  Atomics.wait(cell, 0, 0, milliseconds);
}
