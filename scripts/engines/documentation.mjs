// Puts the files of docs/engines into docs/ENGINES.md, where a code block names one:
//   node scripts/engines/documentation.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const document = fileURLToPath(new URL("../../docs/ENGINES.md", import.meta.url));

/** Every code block that names a file: the name, and the text that it shows. */
export function shownFiles(markdown) {
  const blocks = markdown.matchAll(/^```\w+ file=(\S+)\n([^]*?)^```$/gm);
  return [...blocks].map(([, name, text]) => ({ name, text }));
}

/** The document with each of these blocks holding `read(name)`. */
export function withFiles(markdown, read) {
  return markdown.replace(
    /^(```\w+ file=(\S+)\n)[^]*?^```$/gm,
    (_, first, name) => `${first}${read(name)}\`\`\``,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (name) =>
    readFileSync(new URL(`../../docs/engines/${name}`, import.meta.url), "utf8");
  writeFileSync(document, withFiles(readFileSync(document, "utf8"), read));
}
