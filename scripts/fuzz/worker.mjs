// One target in a thread of its own: the corpus first, then changed inputs without end or until a
// number of them. Inputs that reach code that no other reached are kept and changed further.
// The input at work lies in shared memory, so that the main thread has it when this one hangs.
import { parentPort, workerData } from "node:worker_threads";
import { Coverage } from "./coverage.mjs";
import { randomFrom } from "./random.mjs";
import { targets } from "./targets/index.mjs";

const BATCH = 64;
const LONGEST = 64 * 1024;
/** Bytes 0-3: length of the input at work; 4-7: how many were run; then the input. */
const { name, seed, executions, planted, shared } = workerData;
const target = targets[name] ?? (await import(`./targets/${name}.mjs`))[name];
const random = randomFrom(seed);
const numbers = new Uint32Array(shared, 0, 2);
const place = new Uint8Array(shared, 8);
const coverage = new Coverage();
const corpus = target.seeds();

/** Runs one input; whatever comes out of it that is no answer ends the thread. */
function run(input) {
  numbers[0] = input.length;
  place.set(input.subarray(0, place.length));
  Atomics.add(numbers, 1, 1);
  try {
    target.run(input);
    if (planted && target.planted(input)) throw new Error("the planted bug");
  } catch (error) {
    parentPort.postMessage({ failure: String(error?.stack ?? error), input: Buffer.from(input) });
    process.exit(1);
  }
}

/** Keeps those of a batch that brought something new. */
function learn(batch) {
  if (!coverage.isNews(false)) return;
  for (const input of batch) {
    target.run(input);
    if (coverage.isNews(true)) corpus.push(input);
  }
}

function changed() {
  const made = target.mutate(random.pick(corpus), random, corpus);
  return made.length > LONGEST ? made.subarray(0, LONGEST) : made;
}

for (const input of corpus) run(input);
coverage.isNews(true);
while (numbers[1] < executions) {
  const batch = Array.from({ length: BATCH }, changed);
  for (const input of batch) run(input);
  learn(batch);
  parentPort.postMessage({ blocks: coverage.blocks, corpus: corpus.length });
}
process.exit(0);
