// Writes everything that is made from spec/, the titles of tests and the operation table. With
// --check it writes nothing and fails when a file is not what its source says.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { types } from "./generate-types.mjs";
import { shapes } from "./generate-shapes.mjs";
import { specDocument } from "./generate-spec.mjs";
import { validators } from "./generate-validators.mjs";

const root = new URL("../", import.meta.url);
const outputs = {
  ...(await types(root)),
  ...shapes(root),
  ...(await validators(root)),
  ...specDocument(root),
};
for (const [path, text] of Object.entries(outputs)) {
  const url = new URL(path, root);
  if (!process.argv.includes("--check")) {
    writeFileSync(url, text);
  } else if (!existsSync(url) || readFileSync(url, "utf8") !== text) {
    console.error(`${path} is stale: run npm run generate`);
    process.exitCode = 1;
  }
}
await import("./generate-ops.mjs");
await import("./generate-host.mjs");
