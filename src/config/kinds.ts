// The kinds of documents that are read, and the steps that reading them has in common.
import { JsonError } from "../json/error.ts";
import { locator } from "../json/locate.ts";
import { parseDocument } from "../json/parse.ts";
import type { JsonDocument } from "../json/parse.ts";
import type { Finding } from "./finding.ts";
import type { Shape } from "./shape.ts";
import { CONFIG_SHAPE, PROCESS_SHAPE, RESOURCES_SHAPE } from "./shape.gen.ts";
import { dropNulls } from "./tidy.ts";

/** What kind of document it is. */
export interface Kind {
  /** How errors call the document. */
  readonly file: string;
  /** Pointer of such a document within config.json. */
  readonly base: string;
  readonly shape: Shape;
}

/** config.json. */
export const CONFIG: Kind = { file: "config.json", base: "", shape: CONFIG_SHAPE };
/** The document of `exec --process`. */
export const PROCESS: Kind = { file: "process document", base: "/process", shape: PROCESS_SHAPE };
/** The document of `update --resources`. */
export const RESOURCES: Kind = {
  file: "resources document",
  base: "/linux/resources",
  shape: RESOURCES_SHAPE,
};

/** The finding that an error of the JSON itself is. */
export function jsonFinding(error: JsonError): Finding {
  const { line, column, pointer, what } = error;
  const base: Finding = { level: "error", pointer, rule: what, section: "" };
  return line === 0 ? base : { ...base, line, column };
}

/**
 * Parses a document and takes its null members out.
 *
 * @throws JsonError
 */
export function openDocument(bytes: Uint8Array, kind: Kind): JsonDocument {
  const document = parseDocument(bytes);
  if (document.value === null) {
    throw new JsonError(kind === CONFIG ? "config cannot be null" : "must not be null");
  }
  if (document.nulls) dropNulls(document.value, kind.shape);
  return document;
}

/** Findings with the places in the text that they speak of. */
export function located(findings: readonly Finding[], bytes: Uint8Array): readonly Finding[] {
  if (findings.length === 0) return findings;
  const find = locator(bytes);
  return findings.map((found) =>
    found.line === undefined ? { ...found, ...find(found.pointer) } : found,
  );
}

/** A finding whose pointer is of config.json, with the pointer within the document that was read. */
export function within(kind: Kind, found: Finding): Finding {
  return found.pointer.startsWith(kind.base)
    ? { ...found, pointer: found.pointer.slice(kind.base.length) }
    : found;
}
