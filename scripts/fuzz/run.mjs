// Runs one target and watches over it.
import { Worker } from "node:worker_threads";

/** An input that takes longer than this hangs: in time of the processor, since others use it too. */
const PATIENCE_MS = 10_000;
/** One that waits for something uses none: so many times longer by the clock. */
const WAITING = 12;
const MEMORY_MB = 1024;
const ROOM = 64 * 1024 + 8;

/** Milliseconds of the processor that this process has had. */
function used() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Runs a target until a number of inputs or milliseconds, or until something comes out of it.
 * @returns {Promise<{executions: number, blocks: number, corpus: number,
 *   failure: {text: string, input: Buffer} | null}>}
 */
export function fuzz({
  name,
  seed,
  executions = Infinity,
  milliseconds = Infinity,
  planted = false,
  patience = PATIENCE_MS,
}) {
  const shared = new SharedArrayBuffer(ROOM);
  const numbers = new Uint32Array(shared, 0, 2);
  const worker = new Worker(new URL("worker.mjs", import.meta.url), {
    workerData: { name, seed, executions, planted, shared },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const started = performance.now();
  const result = { executions: 0, blocks: 0, corpus: 0, failure: null };
  const atWork = () => Buffer.from(new Uint8Array(shared, 8, Math.min(numbers[0], ROOM - 8)));
  const fail = (text, input) => (result.failure ??= { text, input });

  let before = -1;
  let since = { clock: started, used: used() };
  const watch = setInterval(() => {
    const now = performance.now();
    const count = Atomics.load(numbers, 1);
    const [clock, own] = [now - since.clock, used() - since.used];
    if (count !== before) [before, since] = [count, { clock: now, used: used() }];
    else if ((own > patience && clock > patience) || clock > WAITING * patience)
      fail(`no end after ${patience} ms`, atWork());
    if (result.failure !== null || now - started > milliseconds) worker.terminate();
  }, 200);
  worker.on("message", (message) => {
    if (message.failure === undefined) Object.assign(result, message);
    else fail(message.failure, Buffer.from(message.input));
  });
  worker.on("error", (error) => fail(String(error?.stack ?? error), atWork()));
  return new Promise((resolve) => {
    worker.on("exit", () => {
      clearInterval(watch);
      result.executions = Atomics.load(numbers, 1);
      resolve(result);
    });
  });
}
