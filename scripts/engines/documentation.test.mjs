import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import { shownFiles, withFiles } from "./documentation.mjs";

const test = suite("docs/ENGINES.md");
const directory = new URL("../../docs/engines/", import.meta.url);
const markdown = readFileSync(new URL("../ENGINES.md", directory), "utf8");
const read = (name) => readFileSync(new URL(name, directory), "utf8");

test("each block shows its file, and all files are named", () => {
  const shown = shownFiles(markdown);
  assert.ok(shown.length >= 6, `${shown.length} blocks`);
  for (const { name, text } of shown) assert.equal(text, read(name), name);
  for (const name of readdirSync(directory)) assert.ok(markdown.includes(name), name);
});

test("what is marked tested is read by the engine tests, the rest is not", () => {
  const sources = readdirSync(new URL(".", import.meta.url))
    .filter((name) => name.endsWith(".mjs") && !name.startsWith("documentation"))
    .map((name) => readFileSync(new URL(name, import.meta.url), "utf8"))
    .join("\n");
  for (const { name } of shownFiles(markdown)) {
    const before = markdown.slice(0, markdown.indexOf(`file=${name}`));
    const mark = /\*(tested|not tested here)\*/gi;
    const last = [...before.matchAll(mark)].at(-1)?.[1].toLowerCase();
    const used = sources.includes(`snippet("${name}"`);
    assert.equal(last, used ? "tested" : "not tested here", name);
  }
});

test("a changed file shows as a difference", () => {
  const changed = withFiles(markdown, (name) => `${read(name)}# more\n`);
  assert.notEqual(changed, markdown);
  assert.equal(withFiles(changed, read), markdown);
});

test.run();
