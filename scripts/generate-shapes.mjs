// Makes the table of what lies where in a configuration, from spec/config.schema.json: which
// members are known, which objects are maps, and which numbers have 64 bits.
import { readSchema } from "./generate-types.mjs";

const NOTICE = `// Generated from spec/config.schema.json by scripts/generate.mjs.
import { listOf, mapOf, objectOf, INT64, PLAIN, UINT64 } from "./shape.ts";
`;

const constant = (name) => name.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase();

function shapeOf(node, schema, done) {
  if (node.$ref !== undefined) return named(node.$ref.replace("#/$defs/", ""), schema, done);
  if (node.format === "int64") return "INT64";
  if (node.format === "uint64") return "UINT64";
  if (node.items !== undefined) return `listOf(${shapeOf(node.items, schema, done)})`;
  if (node.properties !== undefined) {
    const members = Object.entries(node.properties).map(
      ([name, value]) => `  ${name}: ${shapeOf(value, schema, done)},\n`,
    );
    return `objectOf({\n${members.join("")}})`;
  }
  if (node.type === "object") return `mapOf(${shapeOf(node.additionalProperties, schema, done)})`;
  return "PLAIN";
}

/** The name of a definition's table; leaves and lists of leaves are written where they are used. */
function named(name, schema, done) {
  const definition = schema.$defs[name];
  const shape = shapeOf(definition, schema, done);
  if (definition.properties === undefined) return shape;
  done.set(`${constant(name)}_SHAPE`, shape);
  return `${constant(name)}_SHAPE`;
}

/** The generated module, by path. */
export function shapes(root) {
  const schema = readSchema(root, "config");
  const done = new Map();
  done.set("CONFIG_SHAPE", shapeOf(schema, schema, done));
  const config = done.get("CONFIG_SHAPE");
  done.delete("CONFIG_SHAPE");
  const body = [...done, ["CONFIG_SHAPE", config]].map(([name, shape]) => {
    const shown = name === "CONFIG_SHAPE" || name === "PROCESS_SHAPE" || name === "RESOURCES_SHAPE";
    return shown
      ? `\n/** What may lie in ${name.replace("_SHAPE", "").toLowerCase()}. */\nexport const ${name} = ${shape};\n`
      : `\nconst ${name} = ${shape};\n`;
  });
  return { "src/config/shape.gen.ts": NOTICE + body.join("") };
}
