// Words for what the generated validators report. Texts that callers look for are kept as they are.
import { below, keysOf } from "../json/pointer.ts";
import { finding } from "./finding.ts";
import type { Finding } from "./finding.ts";
import type { SchemaError } from "./schema-error.ts";

/** Rules by place (indices as *), where a general sentence would not be the known one. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ["required /root", "root must be specified"],
  ["required /process/args", "args must not be empty"],
  ["minItems /process/args", "args must not be empty"],
  ["required /process/cwd", "Cwd property must not be empty"],
  ["pattern /process/cwd", "Cwd must be an absolute path"],
  ["enum /process/rlimits/*/type", "wrong rlimit value"],
  ["maxItems /linux/personality/flags", "must be empty: no flag is defined"],
]);

/** What a value that does not match a pattern of the schema should have been. */
export const PATTERNS: ReadonlyMap<string, string> = new Map([
  ["^/", "must be an absolute path"],
  ["^(/|$)", "must be an absolute path"],
  ["^[\\s\\S]", "must not be empty"],
  ["^MB:[^\\n]*$", "must begin with MB: and have no newline"],
  ["^[^\\n]*$", "must have no newline"],
  ["^[0-9, -]*$", "must be a list of CPUs such as 0-3,7"],
  ["^[1-9][0-9]*[KMG]B$", "must be a page size such as 2MB or 1GB"],
  ["^[rwm]*$", "must be made of the letters r, w and m"],
  ["^(/|(?!\\.{1,2}$)[^/]+)$", "must be a single name or /"],
  ["^(?!\\.{1,2}$)[^/]+$", "must be a plain file name"],
  [
    "^(?!\\.{1,2}$)[^/:\\s]{1,15}$",
    "invalid network device name: 1 to 15 bytes without / : or space are due",
  ],
]);

const SEMVER = "must be a version such as 1.3.0 (Semantic Versioning 2.0.0)";

const TYPES: ReadonlyMap<string, string> = new Map([
  ["string", "must be a string"],
  ["boolean", "must be true or false"],
  ["integer", "must be an integer"],
  ["array", "must be an array"],
  ["object", "must be an object"],
]);

/** The words of `anyOf`, by the end of the pointer. */
function alternatives(pointer: string): string {
  if (pointer.endsWith("eight")) return "must be 10 to 1000, or 0 for unset";
  return pointer.includes("/rdma/")
    ? "needs hcaHandles or hcaObjects"
    : "needs weight or leafWeight";
}

function bound(word: string, limit: unknown): string {
  const safe = typeof limit === "number" && Math.abs(limit) <= Number.MAX_SAFE_INTEGER;
  return safe ? `must be at ${word} ${limit}` : "must fit in 64 bits";
}

function general(error: SchemaError, pointer: string): string {
  const { params } = error;
  switch (error.keyword) {
    case "required":
      return "is required";
    case "dependentRequired":
      return `is required beside ${String(params["property"])}`;
    case "type":
      return TYPES.get(String(params["type"])) ?? `must be ${String(params["type"])}`;
    case "pattern":
      return PATTERNS.get(String(params["pattern"])) ?? SEMVER;
    case "enum": {
      const words = params["allowedValues"];
      return `must be one of ${Array.isArray(words) ? words.join(", ") : String(words)}`;
    }
    case "minimum":
      return bound("least", params["limit"]);
    case "maximum":
      return bound("most", params["limit"]);
    case "minItems":
      return "must not be empty";
    case "maxItems":
      return "must be empty";
    case "anyOf":
      return alternatives(pointer);
    default:
      return `breaks the rule ${error.keyword}`;
  }
}

/** The member, or the name, that an error is about. */
export function placeOf(error: SchemaError): string {
  if (error.propertyName !== undefined) return below(error.instancePath, error.propertyName);
  const missing = error.params["missingProperty"];
  return typeof missing === "string" ? below(error.instancePath, missing) : error.instancePath;
}

/** Errors that only repeat what another one of the same list says better. */
export function isEcho(error: SchemaError): boolean {
  if (error.keyword === "propertyNames" || error.keyword === "if") return true;
  return error.keyword !== "anyOf" && error.schemaPath.includes("/anyOf/");
}

/** What an error shows: the value, or the name when that is what is wrong; nothing of a whole. */
function subject(error: SchemaError, document: unknown): unknown {
  if (error.propertyName !== undefined) return error.propertyName;
  if ("missingProperty" in error.params) return undefined;
  const value = keysOf(error.instancePath).reduce(
    (place, key) => Object.getOwnPropertyDescriptor(place, key)?.value as unknown,
    document,
  );
  return typeof value === "object" && error.keyword !== "type" ? undefined : value;
}

function word(error: SchemaError, document: unknown, base: string): Finding {
  const pointer = base + placeOf(error);
  const value = subject(error, document);
  const place = pointer.replace(/\/\d+(?=\/|$)/g, "/*");
  if (place === "/process/cwd" && value === "") {
    return finding("error", pointer, "Cwd property must not be empty");
  }
  if (error.keyword === "enum" && /^\/linux\/seccomp\/.*action$/i.test(place)) {
    return finding("error", pointer, `string ${String(value)} is not a valid action for seccomp`);
  }
  const rule = KNOWN.get(`${error.keyword} ${place}`) ?? general(error, pointer);
  return finding("error", pointer, rule, value);
}

/**
 * Findings for the errors of a validator, with pointers of config.json.
 *
 * @param document what was validated.
 * @param base pointer of the document within config.json: `/process` for a process document.
 */
export function wordErrors(
  errors: readonly SchemaError[],
  document: unknown,
  base: string,
): readonly Finding[] {
  return errors.filter((error) => !isEcho(error)).map((error) => word(error, document, base));
}
