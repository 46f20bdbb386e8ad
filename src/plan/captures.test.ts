// What engines really send, planned under the fact sheets.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseConfig } from "../config/parse.ts";
import { hybridRoot, systemdRoot } from "../host/sheets/index.ts";
import { planCreate } from "./create.ts";
import { printPlan } from "./print.ts";
import { names, testRequest } from "./testing.ts";

const test = suite("plan/captures");

const DIRECTORY = join("spec", "real-configs");
const captures = readdirSync(DIRECTORY).filter((name) => !name.endsWith(".process.json"));

test("[P-9] every capture plans, and all but a template end in their program", () => {
  assert.ok(captures.length >= 20, `${captures.length}`);
  for (const name of captures) {
    const { config } = parseConfig(readFileSync(join(DIRECTORY, name)));
    for (const facts of [hybridRoot, systemdRoot]) {
      // AppArmor's profiles are asked for by captures of hosts that have it.
      const plan = planCreate(config, { ...facts, apparmor: true }, testRequest());
      const last = name === "ctr-oci-spec.json" ? "gate" : "exec";
      assert.is(names(plan.steps).at(-1), last, name);
      assert.match(printPlan(plan, { color: false, width: 100 }), "At start");
    }
  }
});

test.run();
