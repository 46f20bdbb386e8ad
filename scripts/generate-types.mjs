// Makes the TypeScript types of the documents in spec/. 64-bit integers become bigint, everything
// is readonly, and each object and word list of $defs keeps its name.
import { readFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const NOTICE = (name) => `// Generated from spec/${name}.schema.json by scripts/generate.mjs.\n`;
const OPTIONS = {
  additionalProperties: false,
  bannerComment: "",
  ignoreMinAndMaxItems: true,
  unreachableDefinitions: true,
  style: { printWidth: 100 },
};

export function readSchema(root, name) {
  return JSON.parse(readFileSync(new URL(`spec/${name}.schema.json`, root), "utf8"));
}

/** Whether a definition becomes a type of its own; the others are written where they are used. */
function isNamed(definition) {
  return definition.properties !== undefined || definition.enum !== undefined;
}

/** The definition that a reference names, and the name of its type. */
function lookUp(ref, schema, foreign) {
  const [file, pointer] = ref.split("#");
  const name = pointer.replace("/$defs/", "");
  const source = file === "" ? schema : foreign.schema;
  if (file !== "") foreign.used.add(name);
  return { name, definition: source.$defs[name] };
}

/** A copy of a schema that json-schema-to-typescript turns into the types that we want. */
function forTypes(node, schema, foreign) {
  const description = node.description === undefined ? {} : { description: node.description };
  if (node.$ref !== undefined) {
    const { name, definition } = lookUp(node.$ref, schema, foreign);
    if (isNamed(definition)) return { tsType: name, ...description };
    return { ...forTypes(definition, schema, foreign), ...description };
  }
  if (node.format === "int64" || node.format === "uint64") {
    return { tsType: "bigint", ...description };
  }
  const type = Array.isArray(node.type) ? node.type.find((word) => word !== "null") : node.type;
  if (type === "object" && node.properties === undefined) {
    const value = node.additionalProperties;
    const item = value.$ref === undefined ? value.type : lookUp(value.$ref, schema, foreign).name;
    return { tsType: `Readonly<Record<string, ${item}>>`, ...description };
  }
  const copy = { type, ...description };
  if (node.enum !== undefined) copy.enum = node.enum;
  if (node.required !== undefined) copy.required = node.required;
  if (node.items !== undefined) copy.items = forTypes(node.items, schema, foreign);
  if (node.properties !== undefined) {
    copy.properties = Object.fromEntries(
      Object.entries(node.properties).map(([key, value]) => [
        key,
        forTypes(value, schema, foreign),
      ]),
    );
  }
  return copy;
}

/** readonly members and arrays, and no remarks about where a type came from. */
function polish(text) {
  return text
    .replace(
      / \*\n \* This interface was referenced by [^\n]*\n \* via the `definition` [^\n]*\n/g,
      "",
    )
    .replace(
      /\/\*\*\n \* This interface was referenced by [^\n]*\n \* via the `definition` [^\n]*\n \*\/\n/g,
      "",
    )
    .replace(/^( +)("?[\w$.-]+"?\??: )/gm, "$1readonly $2")
    .replace(/(: )((?:\w+|\([^()]*\))\[\];)/g, "$1readonly $2");
}

async function typesOf(root, name, foreignName) {
  const schema = readSchema(root, name);
  const foreign = {
    schema: foreignName === undefined ? undefined : readSchema(root, foreignName),
    used: new Set(),
  };
  const definitions = Object.fromEntries(
    Object.entries(schema.$defs)
      .filter(([, definition]) => isNamed(definition))
      .map(([key, definition]) => [key, forTypes(definition, schema, foreign)]),
  );
  const body = await compile(
    { ...forTypes(schema, schema, foreign), definitions },
    schema.title,
    OPTIONS,
  );
  const used = [...foreign.used].sort((a, b) => a.localeCompare(b, "en")).join(", ");
  const imports = used === "" ? "" : `import type { ${used} } from "./${foreignName}.gen.ts";\n\n`;
  return NOTICE(name) + imports + polish(body);
}

/** The generated modules, by path. */
export async function types(root) {
  return {
    "src/config/config.gen.ts": await typesOf(root, "config"),
    "src/config/state.gen.ts": await typesOf(root, "state"),
    "src/config/features.gen.ts": await typesOf(root, "features", "config"),
  };
}
