// config.json, from its bytes to the encoded plan.
import { inspectConfig } from "../../../dist/js/src/config/inspect.js";
import { parseConfig } from "../../../dist/js/src/config/parse.js";
import { hybridRoot, rootlessUser, systemdRoot } from "../../../dist/js/src/host/sheets/index.js";
import { planCreate } from "../../../dist/js/src/plan/create.js";
import { printPlan } from "../../../dist/js/src/plan/print.js";
import { testRequest } from "../../../dist/js/src/plan/testing.js";
import { answer, captures, checkMessage, Defect, mutateJson } from "./common.mjs";
import { encodeAll } from "./encode.mjs";

const SHEETS = [hybridRoot, systemdRoot, rootlessUser];

export const config = {
  name: "config",
  seeds: () => [...captures(".config.json"), ...captures("-spec.json"), ...captures("shared.json")],
  mutate: mutateJson,
  run(input) {
    const findings = inspectConfig(input);
    for (const { rule } of findings) checkMessage(rule);
    const errors = findings.filter(({ level }) => level === "error");
    let read;
    const refused = answer(["ConfigError"], () => {
      read = parseConfig(input);
    });
    if ((refused === null) !== (errors.length === 0)) {
      throw new Defect(`create ${refused === null ? "takes" : "refuses"} what validate does not`);
    }
    if (read === undefined) return "refused";
    const answers = SHEETS.map((facts) =>
      answer(["PlanError"], () => {
        const plan = planCreate(read.config, facts, testRequest({ rootless: facts.euid !== 0 }));
        printPlan(plan, { color: false, width: 80 });
        encodeAll(plan);
      }),
    );
    return answers.join();
  },
  planted: (input) => input.includes("x".repeat(300)) && inspectConfig(input).length === 0,
};
