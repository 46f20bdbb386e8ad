// Everything that is wrong or doubtful about a document, at once: what validate lists. Not loaded
// by create.
import { JsonError } from "../json/error.ts";
import type { JsonDocument } from "../json/parse.ts";
import { keysOf } from "../json/pointer.ts";
import type { Config, Process } from "./config.gen.ts";
import { checkConfig, checkSections } from "./checks/all.ts";
import { checkProcess } from "./checks/process.ts";
import { checkSyscallNames } from "./checks/seccomp-names.ts";
import { shown } from "./finding.ts";
import type { Finding, Report } from "./finding.ts";
import { CONFIG, PROCESS, jsonFinding, located, openDocument, within } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { prune } from "./prune.ts";
import type { Validate } from "./schema-error.ts";
import { findOddText, findUnknown, makeExact } from "./tidy.ts";
import { validateConfig, validateProcess } from "./validate-all.gen.ts";
import { wordErrors } from "./wording.ts";

/** A finding with the value that stands at its place, unless that is an object or nothing. */
function withActual(found: Finding, document: unknown): Finding {
  const value = keysOf(found.pointer).reduce<unknown>(
    (place, key) => Object.getOwnPropertyDescriptor(Object(place), key)?.value,
    document,
  );
  const actual = typeof value === "object" ? undefined : shown(value);
  return actual === undefined ? found : { ...found, actual };
}

/** What other sections are judged by. */
const UNSURE = /^\/linux(\/(namespaces|uidMappings|gidMappings))?$/;

type Check = (value: unknown, report: Report, cut: readonly string[]) => void;

/** What the schema refuses, and then what is wrong with the rest. */
function judge(
  document: JsonDocument,
  kind: Kind,
  validate: Validate,
  check: Check,
  report: Report,
): void {
  const { value } = document;
  if (!validate(value)) {
    for (const one of wordErrors(validate.errors ?? [], value, kind.base)) report(one);
  }
  if (document.oddText) findOddText(value, kind.shape, kind.base, report);
  // The other checks count on the types that the schema promises.
  const rest = prune(value, validate);
  if (rest === null) return;
  makeExact(rest.value, kind.shape, kind.base, document.exact, report);
  const gone = (pointer: string): boolean =>
    rest.cut.some((place) => `${pointer}/`.startsWith(`${kind.base}${place}/`));
  const told: Report = (one) => {
    if (!gone(one.pointer)) report(one);
  };
  check(rest.value, told, rest.cut);
}

function inspect(
  bytes: Uint8Array,
  kind: Kind,
  validate: Validate,
  check: Check,
): readonly Finding[] {
  let document;
  try {
    document = openDocument(bytes, kind);
  } catch (error) {
    if (error instanceof JsonError) return located([jsonFinding(error)], bytes);
    throw error;
  }
  const { value } = document;
  const found: Finding[] = [];
  judge(document, kind, validate, check, (one) => found.push(within(kind, one)));
  const wrong = new Set(found.map((one) => one.pointer));
  findUnknown(value, kind.shape, kind.base, (one) => {
    const placed = within(kind, one);
    if (!wrong.has(placed.pointer)) found.push(placed);
  });
  return located(found, bytes).map((one) => withActual(one, value));
}

/** All findings of a configuration, errors and warnings; none: it is good. */
export function inspectConfig(bytes: Uint8Array): readonly Finding[] {
  return inspect(bytes, CONFIG, validateConfig, (value, report, cut) => {
    // With half of the namespaces unknown nobody can say what lacks one.
    const unsure = cut.some((place) => UNSURE.test(place));
    (unsure ? checkSections : checkConfig)(value as Config, report);
    checkSyscallNames(value as Config, report);
  });
}

/** All findings of a process document, errors and warnings. */
export function inspectProcess(bytes: Uint8Array): readonly Finding[] {
  return inspect(bytes, PROCESS, validateProcess, (value, report) => {
    checkProcess(value as Process, report);
  });
}
