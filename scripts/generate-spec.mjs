// docs/SPEC.md: each rule of the specification (spec/items.txt) with the tests whose titles carry its
// id in brackets. docs/CONTRACT.md: the same for what engines rely on (spec/contract.txt). A rule that
// binds (M, F) or follows from others (D) without a test is listed in spec/evidence.json: under `open`
// while its test is to be written (the list only shrinks), or under `reasons` with the hardware that
// is missing.
import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const MOST_REASONS = 15;
const ROOTS = ["bundles-test", "src", "c/test"];
// Decisions where the specification is silent, and checks that a schema cannot say; nothing counts them.
const UNCOUNTED = /^[QV]-\d+$/;

/** Sections of rules: `# NAME`, then lines of id, strength and rule. */
export function readItems(text) {
  const sections = [];
  const items = new Map();
  for (const line of text.split("\n")) {
    const [, name] = /^# (.+)$/.exec(line) ?? [];
    const [, id, level, rule] = /^([A-Z]+-\d+) ([MFSDO]) (.+)$/.exec(line) ?? [];
    if (name !== undefined) sections.push({ name, ids: [] });
    else if (id !== undefined) {
      if (items.has(id)) throw new Error(`spec/items.txt: ${id} is there twice`);
      items.set(id, { level, rule });
      sections.at(-1).ids.push(id);
    } else if (line !== "") throw new Error(`spec/items.txt: not understood: ${line}`);
  }
  return { sections, items };
}

/** Ids in the titles of a source: string literals that begin with `[ID]`. */
export function idsOf(source) {
  const ids = new Set();
  for (const [, marks] of source.matchAll(/["'`]((?:\[[A-Z]+-\d+\] ?)+)/g)) {
    for (const [, id] of marks.matchAll(/\[([A-Z]+-\d+)\]/g)) ids.add(id);
  }
  return ids;
}

function testsOf(root, items) {
  const shown = new Map();
  for (const top of ROOTS) {
    const names = readdirSync(join(root, top), { recursive: true }).map(String).sort();
    for (const name of names) {
      const path = join(top, name);
      const bundle = basename(name) === "bundle.ts";
      if (!bundle && !/\.test\.(ts|mjs)$/.test(name)) continue;
      for (const id of idsOf(readFileSync(join(root, path), "utf8"))) {
        if (UNCOUNTED.test(id)) continue;
        if (!items.has(id)) throw new Error(`${path}: there is no ${id} in spec/`);
        shown.set(id, [...(shown.get(id) ?? []), bundle ? basename(dirname(path)) : path]);
      }
    }
  }
  return shown;
}

/** What is wrong with the evidence; empty when every binding rule is accounted for. */
export function complaints(items, shown, { open, most, reasons }) {
  const said = [];
  const excused = Object.keys(reasons);
  for (const [id, { level }] of items) {
    const listed = open.includes(id) || excused.includes(id);
    if (shown.has(id) && listed) said.push(`${id} has a test: take it off spec/evidence.json`);
    if ("MFD".includes(level) && !shown.has(id) && !listed) {
      said.push(`${id} is binding and has neither a test nor a reason`);
    }
  }
  for (const id of [...open, ...excused]) {
    if (!items.has(id)) said.push(`spec/evidence.json names ${id}, which does not exist`);
  }
  if (open.length > most) said.push(`${open.length} rules are open, ${most} may be`);
  if (excused.length > MOST_REASONS) said.push(`more than ${MOST_REASONS} reasons`);
  return said;
}

function namesOf(tests = []) {
  return tests.map((name) => `\`${name}\``).join(" ");
}

function table(ids, items, shown, { open, reasons }) {
  const row = (id) => {
    const { level, rule } = items.get(id);
    const seen = namesOf(shown.get(id)) || reasons[id] || (open.includes(id) ? "open" : "");
    return `| ${id} | ${level} | ${rule} | ${seen} |`;
  };
  return ["| rule | | what | shown by |", "|---|---|---|---|", ...ids.map(row)].join("\n");
}

/** The evidence without the rules that have a test by now. */
export function settled({ most, open, reasons }, shown) {
  return { most, open: open.filter((id) => !shown.has(id)), reasons };
}

function contractDocument({ sections, items }, shown) {
  const open = [...items.keys()].filter((id) => !shown.has(id));
  if (open.length > 0) throw new Error(`spec/contract.txt: no test shows ${open.join(", ")}`);
  const row = (id) => `| ${id} | ${items.get(id).rule} | ${namesOf(shown.get(id))} |`;
  const head = ["| line | what | shown by |", "|---|---|---|"];
  return [
    "# What container engines rely on, line by line",
    "",
    "Made by `npm run generate` from spec/contract.txt and the titles of the tests: a title that begins",
    "with `[CT-8]` shows the line CT-8. A bare name is a folder of bundles-test. Every line has a test.",
    ...sections.flatMap(({ name, ids }) => ["", `## ${name}`, "", ...head, ...ids.map(row)]),
    "",
  ].join("\n");
}

/** Documents and evidence by path. @throws Error when a binding rule is not accounted for */
export function specDocument(root = new URL("../", import.meta.url)) {
  const at = fileURLToPath(root);
  const { sections, items } = readItems(readFileSync(join(at, "spec/items.txt"), "utf8"));
  const contract = readItems(readFileSync(join(at, "spec/contract.txt"), "utf8"));
  const shown = testsOf(at, new Map([...items, ...contract.items]));
  const before = JSON.parse(readFileSync(join(at, "spec/evidence.json"), "utf8"));
  const evidence = settled(before, shown);
  const wrong = complaints(items, shown, evidence);
  if (wrong.length > 0) throw new Error(`evidence:\n  ${wrong.join("\n  ")}`);
  const text = [
    "# The specification, rule by rule",
    "",
    "Made by `npm run generate` from spec/items.txt and the titles of the tests: a title that begins",
    "with `[MT-8]` shows the rule MT-8. A bare name is a folder of bundles-test. M and F (a field that",
    "may be absent) bind; S is advice, D follows from other rules, O is free.",
    ...sections.flatMap(({ name, ids }) => [
      "",
      `## ${name}`,
      "",
      table(ids, items, shown, evidence),
    ]),
    "",
  ];
  return {
    "docs/SPEC.md": text.join("\n"),
    "docs/CONTRACT.md": contractDocument(contract, shown),
    "spec/evidence.json": `${JSON.stringify(evidence, null, 2)}\n`,
  };
}
