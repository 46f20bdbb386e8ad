// Compiles spec/ to validators that need no library: one module that stops at the first error, for
// create, and one that lists them all.
import Ajv from "ajv";
import next from "ajv/dist/vocabularies/next.js";
import standalone from "ajv/dist/standalone/index.js";
import { readSchema } from "./generate-types.mjs";

const EXPORTS = {
  validateConfig: ["config.schema.json", "A configuration."],
  validateProcess: ["process.schema.json", "A process document."],
  validateResources: ["config.schema.json#/$defs/Resources", "The resources of an update."],
};

const NOTICE = (what) => `// @ts-nocheck -- Generated from spec/ by scripts/generate.mjs. ${what}
import type { Validate } from "./schema-error.ts";
`;

/** A schema without what is for people only, which ajv would repeat in the code. */
function bare(node, inNames = false) {
  if (typeof node !== "object" || node === null) return node;
  if (Array.isArray(node)) return node.map((item) => bare(item));
  const kept = Object.entries(node).filter(
    ([key]) => inNames || !["$schema", "title", "description", "format"].includes(key),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      bare(value, !inNames && ["properties", "$defs"].includes(key)),
    ]),
  );
}

/** An ajv that has the schemas of spec/ by their file names. Tests use it too. */
export function makeAjv(root, options) {
  // Not ajv's class for draft 2020-12: it would keep track of evaluated members, which doubles the
  // code and which no schema of ours asks for.
  const ajv = new Ajv.default({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    messages: false,
    inlineRefs: false,
    ...options,
  });
  ajv.addVocabulary(next.default);
  for (const name of ["config", "process", "state", "features"]) {
    ajv.addSchema(bare(readSchema(root, name)), `${name}.schema.json`);
  }
  return ajv;
}

function compile(root, allErrors, what) {
  const ajv = makeAjv(root, { allErrors, code: { source: true, esm: true, lines: true } });
  const ids = Object.fromEntries(Object.entries(EXPORTS).map(([name, [id]]) => [name, id]));
  let code = standalone(ajv, ids).replace('"use strict";', "");
  if (/\brequire\(|^import /m.test(code)) throw new Error("a validator needs a library");
  code = code.replace(/^const (schema\d+) = .*;\n/gm, (line, name) =>
    code.match(new RegExp(`\\b${name}\\b`, "g")).length > 1 ? line : "",
  );
  for (const [name, [, about]] of Object.entries(EXPORTS)) {
    const place = `export const ${name} = `;
    if (!code.includes(place)) throw new Error(`no ${name} among the validators`);
    code = code.replace(place, `/** ${about} */\nexport const ${name}: Validate = `);
  }
  return NOTICE(what) + code;
}

/** The generated modules, by path. */
export async function validators(root) {
  return {
    "src/config/validate.gen.ts": compile(root, false, "Stops at the first error."),
    "src/config/validate-all.gen.ts": compile(root, true, "Lists all errors."),
  };
}
