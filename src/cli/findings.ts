// Findings as a person reads them: each with the line of the file, then a count. And as JSON.
import type { Finding } from "../config/finding.ts";
import { ruleWords } from "../config/finding.ts";
import { spoken } from "../json/pointer.ts";
import { visible } from "../plan/visible.ts";

/** What was judged. */
export interface Judged {
  /** Path of the file, as messages name it. */
  readonly file: string;
  /** Text of the file; null when it could not be read. */
  readonly text: string | null;
  readonly findings: readonly Finding[];
}

const RED = "1;31";
const YELLOW = "1;33";
const GREEN = "1;32";
const DIM = "2";
const BOLD = "1";

/** Columns of a line of the file that are shown. */
const WIDTH = 88;

function paint(colours: boolean, code: string, text: string): string {
  return colours ? `\u001b[${code}m${text}\u001b[0m` : text;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** The line that a finding is about, cut to the part around it, and a mark below. */
function excerpt(found: Finding, lines: readonly string[], colours: boolean): readonly string[] {
  const { line, column = 1 } = found;
  const text = line === undefined ? undefined : lines[line - 1];
  if (text === undefined || text.trim() === "") return [];
  // From the beginning unless the place would be cut off.
  const start = column > WIDTH ? column - 1 - WIDTH / 4 : 0;
  const indent = text.slice(start, column - 1).replace(/[^\t]/g, " ");
  const shown = visible(text.slice(start, start + WIDTH).replaceAll("\t", "    ")).trimEnd();
  const number = `${line}`.padStart(6);
  const bar = paint(colours, DIM, "|");
  const mark = paint(colours, found.level === "error" ? RED : YELLOW, "^");
  return [
    `${paint(colours, DIM, number)} ${bar} ${shown}`,
    `       ${bar} ${indent.replaceAll("\t", "    ")}${mark}`,
  ];
}

function block(
  found: Finding,
  file: string,
  lines: readonly string[],
  colours: boolean,
): readonly string[] {
  const level = paint(colours, found.level === "error" ? RED : YELLOW, found.level);
  const at = found.line === undefined ? file : `${file}:${found.line}:${found.column ?? 1}`;
  const place = spoken(found.pointer);
  const words = `${place === "" ? "" : `${place}: `}${ruleWords(found)}`;
  const places = [visible(at), visible(found.pointer), found.section];
  return [
    `${level}: ${paint(colours, BOLD, visible(words))}`,
    ...excerpt(found, lines, colours),
    `       ${paint(colours, DIM, `= ${places.filter((part) => part !== "").join("  ")}`)}`,
    "",
  ];
}

function summary({ file, findings }: Judged, colours: boolean): string {
  const errors = findings.filter(({ level }) => level === "error").length;
  const warnings = findings.length - errors;
  const name = visible(file);
  if (errors > 0) {
    const more = warnings === 0 ? "" : `, ${counted(warnings, "warning")}`;
    return `${paint(colours, RED, counted(errors, "error"))}${more} in ${name}`;
  }
  const more = warnings === 0 ? "" : `, with ${counted(warnings, "warning")}`;
  return `${name} is ${paint(colours, GREEN, "good")}${more}`;
}

/** In the order of the file; what has no place in it comes last. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const last = Number.MAX_SAFE_INTEGER;
  return findings.toSorted(
    (a, b) => (a.line ?? last) - (b.line ?? last) || (a.column ?? 0) - (b.column ?? 0),
  );
}

/** The findings as text, with a newline at the end of each line. */
export function printFindings(judged: Judged, colours: boolean): string {
  const lines = (judged.text ?? "").split("\n");
  const short = judged.file.slice(judged.file.lastIndexOf("/") + 1);
  return [
    ...inOrder(judged.findings).flatMap((found) => block(found, short, lines, colours)),
    summary(judged, colours),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

/** The findings as a value for machines: every member always there, null where there is nothing. */
export function findingsJson({ file, findings }: Judged): unknown {
  const errors = findings.filter(({ level }) => level === "error").length;
  return {
    file,
    valid: errors === 0,
    errors,
    warnings: findings.length - errors,
    findings: inOrder(findings).map((found) => ({
      level: found.level,
      pointer: found.pointer,
      line: found.line ?? null,
      column: found.column ?? null,
      value: found.actual ?? found.value ?? null,
      rule: found.rule,
      section: found.section === "" ? null : found.section,
    })),
  };
}
