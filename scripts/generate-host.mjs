// Writes the way from JavaScript to the host library, from the prototypes in c/host/host.h: the C
// wrappers (c/host/binding.gen.c) and their types (src/native/host.gen.ts). With --check it writes
// nothing and fails when the files are not what the header says.
import { readFileSync, writeFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const PROTOTYPE = /^(int|int64_t|void|const char \*) ?\*?(tsr_\w+)\(([^)]*)\);/gm;
const ROOMS = { int32_t: "Int32", uint32_t: "Uint32", uint16_t: "Uint16" };

/** `const char *path` → its C type and its name, and how many there is room for. */
function declared(text) {
  const found = /^(.*?)(\w+)(?:\[(\d+)\])?$/.exec(text.trim().replaceAll(/\s+/g, " "));
  if (found === null) throw new Error(`host.h: what is ${text}?`);
  return { type: found[1].trim(), name: found[2], room: found[3] };
}

/** One parameter of JavaScript: the C locals that it fills, the call that fills them, its type. */
function taken(parameter, next, at) {
  const { type, name, room } = parameter;
  const counted =
    next !== undefined &&
    /^uint(32|64)_t$/.test(next.type) &&
    /(count|length|room)$/.test(next.name);
  const pair = (local, take, ts) => ({
    name,
    ts,
    used: 2,
    locals: [`${local}${name} = NULL;`, `${next.type} ${next.name} = 0;`],
    take: `${take}(call, ${at}, &${name}, &${next.name})`,
  });
  const one = (local, take, ts) => ({ name, ts, used: 1, locals: [local], take });
  if (room !== undefined) {
    const kind = ROOMS[type];
    if (kind === undefined) throw new Error(`host.h: room for ${type}?`);
    const array = `napi_${kind.toLowerCase()}_array`;
    return one(
      `void *${name} = NULL;`,
      `take_room(call, ${at}, ${array}, ${room}, &${name})`,
      `${kind}Array`,
    );
  }
  switch (type) {
    case "const char *":
      return counted
        ? pair("const char *", "take_words", "readonly string[]")
        : one(`const char *${name} = NULL;`, `take_text(call, ${at}, &${name})`, "string");
    case "void *":
    case "const void *":
      if (counted) return pair("void *", "take_bytes", "Uint8Array");
      break;
    case "const int32_t *":
      if (counted) return pair("const int32_t *", "take_numbers", "Int32Array");
      break;
    case "int":
      return one(`int ${name} = 0;`, `take_int(call, ${at}, &${name})`, "number");
    case "uint32_t":
      return one(`uint32_t ${name} = 0;`, `take_u32(call, ${at}, &${name})`, "number");
    case "uint64_t":
      return one(`uint64_t ${name} = 0;`, `take_u64(call, ${at}, &${name})`, "bigint");
  }
  throw new Error(`host.h: ${type} ${name} has no meaning here`);
}

function parameters(text) {
  const list = text.trim() === "void" ? [] : text.split(",").map(declared);
  const found = [];
  for (let at = 0; at < list.length;) {
    const one = taken(list[at], list[at + 1], found.length);
    found.push({ ...one, arguments: list.slice(at, at + one.used).map(({ name }) => name) });
    at += one.used;
  }
  return found;
}

function functions() {
  const header = readFileSync(new URL("c/host/host.h", root), "utf8");
  const found = [...header.matchAll(PROTOTYPE)].map(([, result, name, text]) => ({
    name,
    result,
    parameters: parameters(text),
  }));
  const declaredNames = [...header.matchAll(/\b(tsr_\w+)\(/g)].map(([, name]) => name);
  const missed = declaredNames.filter((name) => !found.some((one) => one.name === name));
  if (missed.length > 0) throw new Error(`host.h: not understood: ${missed.join(" ")}`);
  return found;
}

function wrapper({ name, result, parameters: list }) {
  const call = `${name}(${list.flatMap((one) => one.arguments).join(", ")})`;
  const give = {
    int: `return give_number(call, ${call});`,
    int64_t: `return give_number(call, ${call});`,
    "const char *": `return give_text(call, ${call});`,
    void: `${call};\n\treturn give_nothing(call);`,
  }[result];
  const check = list.map(({ take }) => `!${take}`).join(" ||\n\t\t");
  const lines = [
    ...list.flatMap(({ locals }) => locals),
    ...(check === "" ? [] : [`if (${check})`, "\treturn NULL;"]),
    give,
  ];
  return `static napi_value call_${name}(struct call *call)\n{\n\t${lines.join("\n\t")}\n}\n`;
}

const all = functions();
const c = `// Made by scripts/generate-host.mjs from host.h: a wrapper for each function. Not for editing.
#include "binding.h"

${all.map(wrapper).join("\n")}
const struct binding bindings[] = {
${all.map(({ name }) => `\t{"${name}", call_${name}},`).join("\n")}
};

const size_t bindings_count = sizeof(bindings) / sizeof(bindings[0]);
`;

const camel = (name) => name.replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase());
const RESULTS = { int: "number", int64_t: "number", void: "void", "const char *": "string" };
const member = ({ name, result, parameters: list }) =>
  `  ${name}(${list.map((one) => `${camel(one.name)}: ${one.ts}`).join(", ")}): ${RESULTS[result]};`;
const ts = `// Made by scripts/generate-host.mjs from c/host/host.h. Not for editing.

/** The functions of the host library. A negative number is -errno. */
export interface HostLibrary {
${all.map(member).join("\n")}
}
`;

for (const [path, text] of Object.entries({
  "c/host/binding.gen.c": c,
  "src/native/host.gen.ts": ts,
})) {
  const url = new URL(path, root);
  let old = null;
  try {
    old = readFileSync(url, "utf8");
  } catch {
    // Not made yet.
  }
  if (old === text) continue;
  if (process.argv.includes("--check")) {
    console.error(`${path} is stale: run npm run generate`);
    process.exitCode = 1;
  } else {
    writeFileSync(url, text);
  }
}
