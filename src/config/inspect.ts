// Everything that is wrong or doubtful about a document, at once: what validate lists. Not loaded
// by create.
import { JsonError } from "../json/error.ts";
import type { Config, Process } from "./config.gen.ts";
import { checkConfig } from "./checks/all.ts";
import { checkProcess } from "./checks/process.ts";
import { checkSyscallNames } from "./checks/seccomp-names.ts";
import type { Finding, Report } from "./finding.ts";
import { CONFIG, PROCESS, jsonFinding, openDocument, within } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import type { Validate } from "./schema-error.ts";
import { findNuls, findUnknown, makeExact } from "./tidy.ts";
import { validateConfig, validateProcess } from "./validate-all.gen.ts";
import { wordErrors } from "./wording.ts";

function inspect(
  bytes: Uint8Array,
  kind: Kind,
  validate: Validate,
  check: (value: unknown, report: Report) => void,
): readonly Finding[] {
  let document;
  try {
    document = openDocument(bytes, kind);
  } catch (error) {
    if (error instanceof JsonError) return [jsonFinding(error)];
    throw error;
  }
  const { value } = document;
  const found: Finding[] = [];
  const report: Report = (one) => found.push(within(kind, one));
  const valid = validate(value);
  if (!valid) {
    for (const one of wordErrors(validate.errors ?? [], value, kind.base)) report(one);
  }
  if (document.nuls) findNuls(value, kind.shape, kind.base, report);
  if (valid) {
    // The other checks count on the types that the schema promises.
    makeExact(value, kind.shape, kind.base, document.exact, report);
    check(value, report);
  }
  const wrong = new Set(found.map((one) => one.pointer));
  findUnknown(value, kind.shape, kind.base, (one) => {
    if (!wrong.has(within(kind, one).pointer)) report(one);
  });
  return found;
}

/** All findings of a configuration, errors and warnings; none: it is good. */
export function inspectConfig(bytes: Uint8Array): readonly Finding[] {
  return inspect(bytes, CONFIG, validateConfig, (value, report) => {
    checkConfig(value as Config, report);
    checkSyscallNames(value as Config, report);
  });
}

/** All findings of a process document, errors and warnings. */
export function inspectProcess(bytes: Uint8Array): readonly Finding[] {
  return inspect(bytes, PROCESS, validateProcess, (value, report) => {
    checkProcess(value as Process, report);
  });
}
