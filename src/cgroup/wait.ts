// Waiting without an event loop.

const never = new Int32Array(new SharedArrayBuffer(4));

/** Blocks for some milliseconds. */
export function pause(milliseconds: number): void {
  Atomics.wait(never, 0, 0, milliseconds);
}

/** Waits between tries, twice as long each time up to `longest` ms; false when `total` ms are over. */
export function backOff(total: number, longest: number): () => boolean {
  const end = performance.now() + total;
  let next = 1;
  return () => {
    const left = end - performance.now();
    if (left <= 0) return false;
    pause(Math.min(next, left));
    next = Math.min(next * 2, longest);
    return true;
  };
}
