// Writes everything that is made from the schemas in spec/ and from the operation table. With
// --check it writes nothing and fails when a file is not what its source says.
import { readFileSync, writeFileSync } from "node:fs";
import { types } from "./generate-types.mjs";
import { shapes } from "./generate-shapes.mjs";
import { validators } from "./generate-validators.mjs";

const root = new URL("../", import.meta.url);
const outputs = { ...(await types(root)), ...shapes(root), ...(await validators(root)) };
for (const [path, text] of Object.entries(outputs)) {
  const url = new URL(path, root);
  if (!process.argv.includes("--check")) {
    writeFileSync(url, text);
  } else if (readFileSync(url, "utf8") !== text) {
    console.error(`${path} is stale: run npm run generate`);
    process.exitCode = 1;
  }
}
await import("./generate-ops.mjs");
