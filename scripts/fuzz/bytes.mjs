// Changes to bytes that know nothing of what they mean.

const NUMBERS = [
  "0",
  "-1",
  "-0",
  "1e9",
  "255",
  "4294967296",
  "18446744073709551615",
  "1.0",
  "-9223372036854775809",
];
const PIECES = [
  "\0",
  "\n",
  "\\u0000",
  "\\ud800",
  '"',
  "/",
  "..",
  "../../etc",
  ",",
  ":",
  "=",
  "{",
  "}",
  "[",
  "]",
  "null",
  "\ufeff",
  "\u{1f600}",
  "%n",
  " ",
  "--",
  "\x7f",
];
const EDGES = [0, 1, 0x7f, 0x80, 0xff];

/** One change of the bytes. `words` are pieces that the format knows. */
export function mutateBytes(input, random, words = []) {
  const at = random.below(input.length + 1);
  const length = random.below(Math.min(32, input.length - at + 1));
  const [before, middle, after] = [
    input.subarray(0, at),
    input.subarray(at, at + length),
    input.subarray(at + length),
  ];
  const inserted = (text) => Buffer.concat([before, Buffer.from(text), input.subarray(at)]);
  switch (random.below(8)) {
    case 0: {
      if (input.length === 0) return Buffer.from(random.pick(PIECES));
      const changed = Buffer.from(input);
      const place = random.below(changed.length);
      changed[place] ^= 1 << random.below(8);
      return changed;
    }
    case 1:
      return Buffer.concat([before, after]);
    case 2:
      return Buffer.concat([before, middle, middle, after]);
    case 3:
      return inserted(random.pick(PIECES));
    case 4:
      return inserted(random.pick(NUMBERS));
    case 5:
      return words.length === 0 ? Buffer.concat([before, after]) : inserted(random.pick(words));
    case 6: {
      if (input.length === 0) return Buffer.from([random.pick(EDGES)]);
      const changed = Buffer.from(input);
      changed[random.below(changed.length)] = random.pick(EDGES);
      return changed;
    }
    default:
      return input.subarray(0, at);
  }
}

/** The beginning of one input and the end of another. */
export function splice(one, other, random) {
  return Buffer.concat([
    one.subarray(0, random.below(one.length + 1)),
    other.subarray(random.below(other.length + 1)),
  ]);
}
