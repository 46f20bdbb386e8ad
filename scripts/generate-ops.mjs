// Writes the C side of the operation table: c/init/ops.gen.h (numbers, structs, prototypes) and
// c/init/ops.gen.c (field descriptors, names, dispatch). With --check it writes nothing and fails
// when the files are not what the table says.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = new URL("../", import.meta.url);

/** Loads modules of src/wire; node 20 cannot run TypeScript by itself. */
async function loadTable() {
  const result = await build({
    stdin: {
      contents:
        'export * from "./src/wire/ops.ts"; export { tableHash } from "./src/wire/hash.ts";',
      resolveDir: fileURLToPath(root),
    },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
  });
  const code = Buffer.from(result.outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}

const C_TYPES = {
  u32: "uint32_t ",
  u64: "uint64_t ",
  i64: "int64_t ",
  str: "const char *",
  "str?": "const char *",
  strs: "struct strs ",
  u32s: "struct u32s ",
  blob: "struct blob ",
  slot: "uint32_t ",
  "slot?": "uint32_t ",
};

const FIELD_KINDS = {
  u32: "FIELD_U32",
  u64: "FIELD_U64",
  i64: "FIELD_I64",
  str: "FIELD_STR",
  "str?": "FIELD_STR_OR_NONE",
  strs: "FIELD_STRS",
  u32s: "FIELD_U32S",
  blob: "FIELD_BLOB",
  slot: "FIELD_SLOT",
  "slot?": "FIELD_SLOT_OR_NONE",
};

/** `no-new-privileges` → `no_new_privileges`. */
const lower = (name) => name.replaceAll("-", "_");
const upper = (name) => lower(name).toUpperCase();

function enumOf(tag, prefix, names) {
  const lines = names.map((name) => `\t${prefix}_${upper(name)},`);
  return `enum ${tag} {\n${lines.join("\n")}\n\t${prefix}_COUNT\n};\n`;
}

function structOf(name, spec) {
  const fields = Object.entries(spec.fields).map(([field, type]) => `\t${C_TYPES[type]}${field};`);
  // ISO C has no empty structs.
  const body = fields.length > 0 ? fields : ["\tchar none;"];
  return `struct op_${lower(name)} {\n${body.join("\n")}\n};\n`;
}

const NOTICE = "// Written by scripts/generate-ops.mjs from src/wire/ops.ts. Do not edit.\n";

function header({ WIRE_OPS, REPORTS, CALLS, tableHash }) {
  const ops = Object.entries(WIRE_OPS);
  const hash = tableHash().toString(16).padStart(8, "0");
  return [
    NOTICE +
      "#ifndef TSRUN_INIT_OPS_GEN_H\n#define TSRUN_INIT_OPS_GEN_H\n\n#include <stdint.h>\n\n" +
      `#include "plan.h"\n\nstruct helper;\n\n#define TABLE_HASH 0x${hash}u\n`,
    enumOf("opcode", "OP", Object.keys(WIRE_OPS)),
    enumOf("report_kind", "REPORT", REPORTS),
    enumOf("call", "CALL", CALLS),
    ...ops.map(([name, spec]) => structOf(name, spec)),
    "// One function each; without it the helper does not link. 0, or -1 after fail().\n" +
      ops.map(([name]) => prototype(name)).join("\n") +
      "\n",
    "extern const struct op_spec op_specs[OP_COUNT];\n",
    "// Performs one decoded record.\nint run_op(struct helper *h, const struct record *record);\n",
    "#endif\n",
  ].join("\n");
}

function prototype(name) {
  const c = lower(name);
  return `int op_${c}(struct helper *h, const struct op_${c} *op);`;
}

function descriptors(name, spec) {
  const c = lower(name);
  const fields = Object.entries(spec.fields);
  if (fields.length === 0) return null;
  const lines = fields.map(
    ([field, type]) => `\t{ ${FIELD_KINDS[type]}, offsetof(struct op_${c}, ${field}) },`,
  );
  return `static const struct field_spec ${c}_fields[] = {\n${lines.join("\n")}\n};\n`;
}

function source({ WIRE_OPS }) {
  const ops = Object.entries(WIRE_OPS);
  const specs = ops.map(([name, spec]) => {
    const c = lower(name);
    const count = Object.keys(spec.fields).length;
    const fields = count > 0 ? `${c}_fields` : "NULL";
    return `\t[OP_${upper(name)}] = { "${name}", BY_${upper(spec.by)}, ${count}, sizeof(struct op_${c}), ${fields} },`;
  });
  const cases = ops.map(
    ([name]) => `\tcase OP_${upper(name)}:\n\t\treturn op_${lower(name)}(h, record->op);`,
  );
  return [
    `${NOTICE}#include "ops.gen.h"\n\n#include <stddef.h>\n`,
    ...ops.map(([name, spec]) => descriptors(name, spec)).filter((text) => text !== null),
    `const struct op_spec op_specs[OP_COUNT] = {\n${specs.join("\n")}\n};\n`,
    "// The decoder is tested without the operations.\n#ifndef TSRUN_DECODE_ONLY\n" +
      "int run_op(struct helper *h, const struct record *record)\n{\n" +
      "\tswitch ((enum opcode)record->opcode) {\n" +
      `${cases.join("\n")}\n\tcase OP_COUNT:\n\t\tbreak;\n\t}\n` +
      "\treturn -1; // the decoder lets no other number through\n}\n#endif\n",
  ].join("\n");
}

// Computing it takes the engine a third of a millisecond of every create.
function hashModule({ tableHash }) {
  return `${NOTICE}
/** What every encoded plan carries; the helper compares it with its own. */
export const TABLE_HASH = 0x${tableHash().toString(16)};
`;
}

const table = await loadTable();
const outputs = {
  "c/init/ops.gen.h": header(table),
  "c/init/ops.gen.c": source(table),
  "src/wire/hash.gen.ts": hashModule(table),
};
for (const [path, text] of Object.entries(outputs)) {
  const url = new URL(path, root);
  if (!process.argv.includes("--check")) {
    writeFileSync(url, text);
  } else if (!existsSync(url) || readFileSync(url, "utf8") !== text) {
    console.error(`${path} is stale: run scripts/generate-ops.mjs`);
    process.exitCode = 1;
  }
}
