// process.json of exec, from its bytes to the encoded plan.
import { inspectProcess } from "../../../dist/js/src/config/inspect.js";
import { parseProcess } from "../../../dist/js/src/config/parse.js";
import { hybridRoot, rootlessUser } from "../../../dist/js/src/host/sheets/index.js";
import { planExec } from "../../../dist/js/src/plan/exec.js";
import { testContainer, testExec } from "../../../dist/js/src/plan/testing.js";
import { answer, captures, checkMessage, Defect, mutateJson } from "./common.mjs";
import { encodeAll } from "./encode.mjs";

const CONTAINER = testContainer({ seccomp: { defaultAction: "SCMP_ACT_ERRNO" } });

export const process = {
  name: "process",
  seeds: () => captures(".process.json"),
  mutate: mutateJson,
  run(input) {
    const findings = inspectProcess(input);
    for (const { rule } of findings) checkMessage(rule);
    let read;
    const refused = answer(["ConfigError"], () => {
      read = parseProcess(input).process;
    });
    if ((refused === null) !== findings.every(({ level }) => level !== "error")) {
      throw new Defect(`exec ${refused === null ? "takes" : "refuses"} what validate does not`);
    }
    if (read === undefined) return "refused";
    const answers = [hybridRoot, rootlessUser].map((facts) =>
      answer(["PlanError"], () => encodeAll(planExec(read, CONTAINER, facts, testExec()))),
    );
    return answers.join();
  },
  planted: (input) => input.includes("x".repeat(300)),
};
