// The process: limits, capability names, CPU lists.
import { below } from "../../json/pointer.ts";
import type { Config, Process, Rlimit } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";
import { CAPABILITY_NAMES } from "./capabilities.ts";
import { listFault } from "./lists.ts";
import { checkScheduler } from "./scheduler.ts";

const SETS = ["bounding", "permitted", "effective", "inheritable", "ambient"] as const;

function checkRlimits(rlimits: readonly Rlimit[], pointer: string, report: Report): void {
  const seen = new Set<string>();
  for (const [index, limit] of rlimits.entries()) {
    const place = below(pointer, index);
    if (seen.has(limit.type)) {
      report(finding("error", `${place}/type`, "must not be listed twice", limit.type));
    }
    seen.add(limit.type);
    if (limit.soft > limit.hard) {
      const rule = `must be at most the hard limit, ${limit.hard}`;
      report(finding("error", `${place}/soft`, rule, limit.soft));
    }
  }
}

function checkCapabilities(process: Process, pointer: string, report: Report): void {
  for (const set of SETS) {
    for (const [index, name] of (process.capabilities?.[set] ?? []).entries()) {
      if (CAPABILITY_NAMES.has(name)) continue;
      const place = below(`${pointer}/${set}`, index);
      const rule = `ignoring unknown or unavailable capabilities: [${name}]`;
      report(finding("warning", place, rule));
    }
  }
}

function checkAffinity(process: Process, pointer: string, report: Report): void {
  for (const name of ["initial", "final"] as const) {
    const list = process.execCPUAffinity?.[name];
    if (list === undefined || list === "") continue;
    const fault = listFault(list);
    if (fault !== null) report(finding("error", `${pointer}/${name}`, fault, list));
  }
}

/** Checks a process object that lies at `/process` of config.json. */
export function checkProcess(process: Process, report: Report): void {
  checkCapabilities(process, "/process/capabilities", report);
  checkRlimits(process.rlimits ?? [], "/process/rlimits", report);
  if (process.scheduler !== undefined) checkScheduler(process.scheduler, report);
  checkAffinity(process, "/process/execCPUAffinity", report);
}

/**
 * A process without arguments is a template: everything can be made but the program. (An empty list
 * is an error of the schema, and a document for exec has to have arguments.)
 */
export function checkProgram(config: Config, report: Report): void {
  if (config.process === undefined || config.process.args !== undefined) return;
  report(finding("warning", "/process/args", "is absent: the container cannot be started"));
}
