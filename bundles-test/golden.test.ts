// The plan of every bundle under three fixed fact sheets, compared with the file beside the bundle.
// `UPDATE_GOLDEN=1` writes the files anew. As JSON each is what spec/plan.schema.json says.
// test: limit 120
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { hybridRoot, rootlessUser, systemdRoot } from "../src/host/sheets/index.ts";
import { printJson } from "../src/json/print.ts";
import { planJson, printPlan } from "../src/plan/print.ts";
import type { Facts } from "../src/plan/types.ts";
import type { Bundle } from "./harness/define.ts";
import { loadBundles, project, sourceOf } from "./harness/load.ts";
import { planOf } from "./harness/plan.ts";

const sheets: Readonly<Record<string, Facts>> = {
  v1: hybridRoot,
  v2: systemdRoot,
  rootless: rootlessUser,
};
const schema = JSON.parse(readFileSync(join(project, "spec/plan.schema.json"), "utf8")) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
const update = process.env["UPDATE_GOLDEN"] === "1";

/** The plan, or the words of the refusal: both are what a user sees. */
function seen(bundle: Bundle, facts: Facts): string {
  try {
    const plan = planOf(bundle, facts);
    const json = JSON.parse(printJson(planJson(plan))) as unknown;
    assert.ok(validate(json), `plan.schema.json: ${JSON.stringify(validate.errors)}`);
    return printPlan(plan, { color: false, width: 100 });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const pointer = "pointer" in error ? ` (${String(error.pointer)})` : "";
    if (pointer === "") throw error;
    return `refused: ${error.message}${pointer}\n`;
  }
}

const test = suite("golden plans");

const bundles = await loadBundles();
test("there are bundles", () => {
  assert.ok(bundles.length > 60, `${bundles.length} bundles`);
});
for (const bundle of bundles) {
  for (const [name, facts] of Object.entries(sheets)) {
    test(`the plan of ${bundle.name} on ${name} is the one that was looked at`, () => {
      const path = join(sourceOf(bundle.name), `plan.${name}.txt`);
      const text = seen(bundle, facts);
      if (update) writeFileSync(path, text);
      assert.ok(existsSync(path), `${path} is missing; UPDATE_GOLDEN=1 writes it`);
      assert.fixture(text, readFileSync(path, "utf8"));
    });
  }
}
test.run();
