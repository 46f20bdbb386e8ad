// `validate`: everything that is wrong or doubtful about a configuration, at once.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ConfigError } from "../../config/finding.ts";
import type { Finding } from "../../config/finding.ts";
import { inspectConfig, inspectProcess } from "../../config/inspect.ts";
import { located } from "../../config/kinds.ts";
import { readConfig } from "../../config/load.ts";
import { parseConfig } from "../../config/parse.ts";
import { inspectHost } from "../../host/checks/all.ts";
import { HOST_VIEW } from "../../host/checks/view.ts";
import { gatherFacts } from "../../host/facts.ts";
import { withSystemdFacts } from "../../host/systemd.ts";
import { printJson } from "../../json/print.ts";
import { Failure } from "../../launch/failure.ts";
import { findingsJson, printFindings } from "../findings.ts";
import type { Judged } from "../findings.ts";
import type { Invocation } from "../types.ts";
import { bundleOf, usesSystemd } from "./create-options.ts";
import { planRequest } from "./plan.ts";

const ID = "validate";

function failed(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === "error");
}

/** What this host lacks; only asked of a configuration that is good by itself. */
function onHost(bytes: Uint8Array, bundle: string, invocation: Invocation): readonly Finding[] {
  const { config } = parseConfig(bytes);
  const here = gatherFacts();
  const facts = usesSystemd(invocation.globals) ? withSystemdFacts(here) : here;
  const request = planRequest(invocation.globals, facts, ID, bundle);
  return located(inspectHost({ config, bundle, facts, view: HOST_VIEW }, request), bytes);
}

function judgeBundle(invocation: Invocation): Judged {
  const { values, args, cwd } = invocation;
  const bundle = bundleOf(values, args[0], cwd);
  const file = join(bundle, "config.json");
  let bytes: Uint8Array;
  try {
    bytes = readConfig(bundle);
  } catch (error) {
    if (error instanceof ConfigError) return { file, text: null, findings: [error.finding] };
    throw error;
  }
  const findings = inspectConfig(bytes);
  const more = values.bool("host") && !failed(findings) ? onHost(bytes, bundle, invocation) : [];
  // The planner repeats a few warnings that need no host.
  const said = new Set(findings.flatMap(({ pointer, rule }) => [pointer, rule]));
  const fresh = more.filter(({ pointer, rule }) => !said.has(pointer) && !said.has(rule));
  return { file, text: new TextDecoder().decode(bytes), findings: [...findings, ...fresh] };
}

function judgeProcess(path: string, invocation: Invocation): Judged {
  const { values, args } = invocation;
  if (values.bool("host")) throw new Failure("--host is for a bundle, not for --process");
  if (values.text("bundle") !== null || args.length > 0) {
    throw new Failure("a bundle and --process are judged one at a time");
  }
  const file = resolve(invocation.cwd, path);
  const bytes = readFileSync(file);
  return { file, text: new TextDecoder().decode(bytes), findings: inspectProcess(bytes) };
}

/** Prints the findings; 1 when one of them is an error. @throws Failure */
export function run(invocation: Invocation): number {
  const path = invocation.values.text("process");
  const judged = path === null ? judgeBundle(invocation) : judgeProcess(path, invocation);
  if (invocation.values.bool("json")) {
    invocation.out(`${printJson(findingsJson(judged), 2)}\n`);
  } else {
    invocation.out(printFindings(judged, invocation.colours()));
  }
  return failed(judged.findings) ? 1 : 0;
}
