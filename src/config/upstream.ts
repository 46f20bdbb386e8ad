// For tests: validators from the specification's own schema files, to measure ours against, and
// validators of any schema of ours that is not compiled into the engine.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv04 from "ajv-draft-04";
import Ajv2020 from "ajv/dist/2020.js";
import type { Validate } from "./schema-error.ts";

type Json = Readonly<Record<string, unknown>>;

/** Directory of the specification's schema files, or null with the reason that there is none. */
export function findUpstream(): { readonly path: string | null; readonly why: string } {
  const path = process.env["UPSTREAM_SPEC"] ?? join("..", "shared", "spec", "upstream");
  return existsSync(join(path, "config-schema.json"))
    ? { path, why: "" }
    : { path: null, why: `no schema files of the specification in ${path} ($UPSTREAM_SPEC)` };
}

/**
 * Two slips of release 1.3.0, both in what is for virtual machines: a reference without its slash,
 * and a list of item schemas where one schema is meant.
 */
function mend(file: string, text: string): string {
  if (file === "defs.json") return text.replace('"#definitions/uint32"', '"#/definitions/uint32"');
  if (file !== "config-vm.json") return text;
  return text.replace(/("iomems": \{[^[]*"items": )\[([^\]]*)\]/, "$1$2");
}

/** The specification's validator of one kind of document. */
export function upstreamValidator(path: string, kind: "config" | "state" | "features"): Validate {
  const ajv = new Ajv04.default({ strict: true, allErrors: true });
  ajv.addVocabulary(["linux", "solaris", "windows", "vm", "zos", "freebsd"]);
  for (const file of readdirSync(path).filter((name) => name.endsWith(".json"))) {
    const schema = JSON.parse(mend(file, readFileSync(join(path, file), "utf8"))) as Json;
    ajv.addSchema(schema, file);
  }
  const validate = ajv.getSchema(`${kind}-schema.json`);
  if (validate === undefined) throw new Error(`no schema of ${kind}`);
  return validate;
}

/** A validator of a schema in spec/, by the rules of draft 2020-12 in full. */
export function ourValidator(kind: "config" | "process" | "state" | "features"): Validate {
  const ajv = new Ajv2020.default({ strict: true, strictRequired: false, allErrors: true });
  for (const name of ["int64", "uint64"]) ajv.addFormat(name, true);
  for (const name of ["config", "process", "state", "features"]) {
    const text = readFileSync(join("spec", `${name}.schema.json`), "utf8");
    ajv.addSchema(JSON.parse(text) as Json, `${name}.schema.json`);
  }
  const validate = ajv.getSchema(`${kind}.schema.json`);
  if (validate === undefined) throw new Error(`no schema of ${kind}`);
  return validate;
}
