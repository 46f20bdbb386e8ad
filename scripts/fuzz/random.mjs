// A generator of random numbers with a seed: the same seed gives the same run.

/** @returns functions over one stream of numbers (xorshift, 32 bits) */
export function randomFrom(seed) {
  let state = seed >>> 0 || 0x9e3779b9;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>>= 0);
  };
  const below = (limit) => (limit <= 0 ? 0 : next() % limit);
  const pick = (list) => list[below(list.length)];
  /** True once in so many times. */
  const once = (times) => below(times) === 0;
  return { next, below, pick, once };
}
