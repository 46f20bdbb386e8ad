// What the targets share: seeds, the kinds of errors that may come out, and a look at each of them.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { visible } from "../../../dist/js/src/plan/visible.js";
import { mutateBytes, splice } from "../bytes.mjs";
import { mutateDocument, readSchemas, wordsOf } from "../document.mjs";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
const words = wordsOf(readSchemas(root));
const MESSAGE_LIMIT = 4096;

/** Something came out that is no clear error. */
export class Defect extends Error {}

/**
 * Runs a piece of code; errors of the given names are its answer.
 * @returns the error's name; null when there was none
 * @throws whatever else comes out, and Defect for an error that is not one readable line
 */
export function answer(names, run) {
  try {
    run();
    return null;
  } catch (error) {
    if (!names.includes(error?.name)) throw error;
    checkMessage(error.message);
    return error.name;
  }
}

/** As it is printed: one line, not empty, without control characters, of a length that can be read. */
export function checkMessage(text) {
  const message = visible(text);
  if (message === "" || message.length > MESSAGE_LIMIT)
    throw new Defect(`message of ${message.length} characters`);
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(message))
    throw new Defect(`control characters in: ${JSON.stringify(message)}`);
}

/** The captured documents whose names end so. */
export function captures(ending) {
  const dir = join(root, "spec/real-configs");
  const names = readdirSync(dir).filter((name) => name.endsWith(ending));
  return names.sort().map((name) => readFileSync(join(dir, name)));
}

/** Inputs of a corpus in the repository: what was found to be worth keeping. */
export function corpus(name) {
  const dir = join(root, "scripts/fuzz/corpus", name);
  return readdirSync(dir)
    .sort()
    .map((file) => readFileSync(join(dir, file)));
}

function parsed(input) {
  try {
    return JSON.parse(input.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Changes a JSON document: mostly as a document, now and then as bytes. */
export function mutateJson(input, random, others) {
  const document = parsed(input);
  if (document === undefined || random.once(6)) return mutateBytes(input, random, words);
  const donors = [random.pick(others), random.pick(others)]
    .map(parsed)
    .filter((one) => one !== undefined);
  let changed = document;
  for (let left = 1 + random.below(3); left > 0; left--) {
    changed = mutateDocument(changed, random, words, donors.length === 0 ? [document] : donors);
  }
  return Buffer.from(JSON.stringify(changed) ?? "");
}

/** Changes bytes, with the words that a format knows. */
export const mutateText = (known) => (input, random, others) => {
  if (random.once(8)) return splice(input, random.pick(others), random);
  let changed = input;
  for (let left = 1 + random.below(4); left > 0; left--)
    changed = mutateBytes(changed, random, known);
  return changed;
};
