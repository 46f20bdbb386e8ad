// Bytes to typed documents, stopping at the first error: what create, exec and update read by.
import { JsonError } from "../json/error.ts";
import type { Config, Resources } from "./config.gen.ts";
import { checkConfig } from "./checks/all.ts";
import { checkProcess } from "./checks/process.ts";
import { checkResources } from "./checks/resources.ts";
import { ConfigError } from "./finding.ts";
import type { Finding, Report } from "./finding.ts";
import { CONFIG, PROCESS, RESOURCES, jsonFinding, located, openDocument, within } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import type { Validate } from "./schema-error.ts";
import { findOddText, makeExact } from "./tidy.ts";
import { validateConfig, validateProcess, validateResources } from "./validate.gen.ts";
import { wordErrors } from "./wording.ts";
import type { Program } from "./program.ts";

/** A report that throws the first error and keeps the warnings. */
function strict(bytes: Uint8Array, kind: Kind, warnings: Finding[]): Report {
  return (found) => {
    if (found.level === "error") {
      const [error = found] = located([within(kind, found)], bytes);
      throw new ConfigError(error, kind.file);
    }
    warnings.push(within(kind, found));
  };
}

function open(bytes: Uint8Array, kind: Kind) {
  try {
    return openDocument(bytes, kind);
  } catch (error) {
    if (error instanceof JsonError) throw new ConfigError(jsonFinding(error), kind.file);
    throw error;
  }
}

/** Reads and validates; the value then is what its schema says, with exact 64-bit integers. */
function openValid(bytes: Uint8Array, kind: Kind, validate: Validate, report: Report): unknown {
  const document = open(bytes, kind);
  if (!validate(document.value)) {
    for (const found of wordErrors(validate.errors ?? [], document.value, kind.base)) report(found);
  }
  makeExact(document.value, kind.shape, kind.base, document.exact, report);
  if (document.oddText) findOddText(document.value, kind.shape, kind.base, report);
  return document.value;
}

/**
 * Reads a configuration.
 *
 * @returns the configuration, and its warnings.
 * @throws ConfigError at the first error.
 */
export function parseConfig(bytes: Uint8Array): {
  readonly config: Config;
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const report = strict(bytes, CONFIG, findings);
  const config = openValid(bytes, CONFIG, validateConfig, report) as Config;
  checkConfig(config, report);
  return { config, findings };
}

/**
 * Reads a process document (`exec --process`).
 *
 * @throws ConfigError at the first error.
 */
export function parseProcess(bytes: Uint8Array): {
  readonly process: Program;
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const report = strict(bytes, PROCESS, findings);
  const process = openValid(bytes, PROCESS, validateProcess, report) as Program;
  checkProcess(process, report);
  return { process, findings };
}

/**
 * Reads the resources of an update (`update --resources`).
 *
 * @throws ConfigError at the first error.
 */
export function parseResources(bytes: Uint8Array): {
  readonly resources: Resources;
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const report = strict(bytes, RESOURCES, findings);
  const resources = openValid(bytes, RESOURCES, validateResources, report) as Resources;
  checkResources(resources, report);
  return { resources, findings };
}
