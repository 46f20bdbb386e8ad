// Waiting without giving up the thread: checks are plain sequences.
const cell = new Int32Array(new SharedArrayBuffer(4));

/** Blocks for a time. */
export function sleep(milliseconds: number): void {
  Atomics.wait(cell, 0, 0, milliseconds);
}
