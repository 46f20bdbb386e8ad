// Changes to JSON documents that keep them JSON: values of other types and at the edges of their
// ranges, members dropped and added, subtrees of other documents in their own places.
import { readFileSync, readdirSync } from "node:fs";

const VALUES = [
  null,
  true,
  false,
  "",
  "/",
  "..",
  "a\0b",
  [],
  {},
  0,
  -1,
  1,
  1.5,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 63),
  2 ** 64,
  1e300,
];

/** Words of the schemas: names of members and of enumerations. */
export function wordsOf(schemas) {
  const words = new Set();
  const visit = (value) => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value.enum))
      for (const word of value.enum) if (typeof word === "string") words.add(word);
    if (typeof value.const === "string") words.add(value.const);
    for (const name of Object.keys(value.properties ?? {})) words.add(name);
    for (const inner of Object.values(value)) visit(inner);
  };
  for (const schema of schemas) visit(schema);
  return [...words];
}

/** The schemas of spec/. */
export function readSchemas(root) {
  const names = readdirSync(`${root}/spec`).filter((name) => name.endsWith(".json"));
  return names.map((name) => JSON.parse(readFileSync(`${root}/spec/${name}`, "utf8")));
}

/** All places of a document, as [container, key]. */
function places(value, found = []) {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push([value, key]);
    places(value[key], found);
  }
  return found;
}

function changeText(text, random, words) {
  switch (random.below(6)) {
    case 0:
      return random.pick(words);
    case 1:
      return `${text}${random.pick(["/", "/..", "\n", " ", "=", ",", ":", "\u0001", "x".repeat(300)])}`;
    case 2:
      return text.slice(0, random.below(text.length + 1));
    case 3:
      return `${random.pick(["/", "../", "-", "no", "r", "org.systemd.property."])}${text}`;
    case 4:
      return text.toUpperCase();
    default:
      return `${text},${random.pick(words)}`;
  }
}

function changeNumber(number, random) {
  return random.pick([
    number + 1,
    number - 1,
    -number,
    number * 2,
    0,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 53,
  ]);
}

function drop({ holder, key }) {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function replace({ holder, key }, random) {
  holder[key] = random.pick(VALUES);
}

/** The same member of another document: mostly of the right type. */
function borrow({ holder, key }, random, words, others) {
  const given = places(random.pick(others)).filter(([, name]) => name === key);
  if (given.length === 0) return;
  const [from, name] = random.pick(given);
  holder[key] = structuredClone(from[name]);
}

/** A part of another document, wherever it comes from. */
function transplant({ value }, random, words, others) {
  const donor = random.pick(places(random.pick(others)));
  if (donor === undefined || typeof value !== "object" || value === null) return;
  const [from, name] = donor;
  if (Array.isArray(value)) value.push(structuredClone(from[name]));
  else value[name] = structuredClone(from[name]);
}

function extend({ value }, random, words) {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) value[random.pick(words)] = random.pick(VALUES);
  else if (value.length > 0) value.push(structuredClone(random.pick(value)));
}

function change({ holder, key, value }, random, words) {
  if (typeof value === "string") holder[key] = changeText(value, random, words);
  else if (typeof value === "number") holder[key] = changeNumber(value, random);
  else if (typeof value === "boolean") holder[key] = !value;
}

// Small changes get deepest into the code: they are the most frequent.
const CHANGES = [drop, replace, borrow, transplant, extend, change, change, change];

/**
 * One change of a document, in a copy.
 * @param others documents whose subtrees may be borrowed
 */
export function mutateDocument(document, random, words, others) {
  const copy = structuredClone(document);
  const all = places(copy);
  if (all.length === 0) return random.pick(VALUES);
  const [holder, key] = random.pick(all);
  random.pick(CHANGES)({ holder, key, value: holder[key] }, random, words, others);
  return copy;
}
