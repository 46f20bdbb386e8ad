// Fuzzes what reads other people's bytes.
//
//   node scripts/fuzz/main.mjs [--seconds N] [--seed N] [TARGET...]
//
// Each target runs for so many seconds (60). An input that brings out anything but a clear error is
// kept in dist/fuzz/. The last line counts targets.
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { fuzz } from "./run.mjs";
import { targets } from "./targets/index.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: "string", default: "60" }, seed: { type: "string" } },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed ?? Date.now() % 2 ** 32);
const names = positionals.length === 0 ? Object.keys(targets) : positionals;
for (const name of names) if (!(name in targets)) throw new TypeError(`no target ${name}`);
console.log(`seed ${seed}`);

let failed = 0;
async function one(name) {
  const { executions, blocks, corpus, failure } = await fuzz({
    name,
    seed,
    milliseconds: seconds * 1000,
  });
  console.log(`${name}: ${executions} inputs, ${blocks} blocks, ${corpus} kept`);
  if (failure === null) return;
  failed += 1;
  mkdirSync("dist/fuzz", { recursive: true });
  const file = `dist/fuzz/${name}-${seed}`;
  writeFileSync(file, failure.input);
  console.log(`${name}: FAILED, input in ${file}\n${failure.text}`);
}

const waiting = [...names];
async function work() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await one(name);
}
// Twice as many as processors: a target waits for its program at times, and the gate has minutes, not hours.
await Promise.all(Array.from({ length: 2 * availableParallelism() }, work));
console.log(`${names.length - failed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;
