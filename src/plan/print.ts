// Plans as text for people, and as a value for machines. Grouped by phase in the order of the plan;
// each line says who acts, what, and where config.json asks for it.
import { isHostOp, WIRE_OPS } from "../wire/ops.ts";
import type { Op } from "../wire/ops.ts";
import { describe, originText } from "./describe.ts";
import { details } from "./details.ts";
import type { Phase, Plan, Step, Warning } from "./types.ts";
import { visible } from "./visible.ts";

/** How a plan is printed. */
export interface PrintOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const TITLES: Readonly<Record<Phase, string>> = {
  prepare: "Prepare, on the host",
  namespaces: "Namespaces",
  cgroup: "Cgroups and limits",
  mounts: "Mounts",
  devices: "Devices",
  hooks: "Hooks",
  root: "The root file system",
  system: "What the container sees",
  process: "What the process is",
  commit: "Commit",
  start: "At start",
};

const ACTORS = { host: "engine", stage0: "stage0", init: "init" } as const;
const ACTOR_WIDTH = 9;
const GAP = 2;
const SHORTEST = 30;

/** The text of a plan, with a newline at the end of each line. */
export function printPlan(plan: Plan, options: PrintOptions): string {
  const digits = `${plan.steps.length}`.length;
  const lines: string[] = [];
  let phase: Phase | null = null;
  for (const [index, step] of plan.steps.entries()) {
    if (step.phase !== phase) {
      phase = step.phase;
      if (lines.length > 0) lines.push("");
      lines.push(paint(options, BOLD, TITLES[phase]));
    }
    lines.push(...stepLines(step, `${index}`.padStart(digits), options));
  }
  if (plan.warnings.length > 0) lines.push("", paint(options, BOLD, "Warnings"));
  for (const warning of plan.warnings) lines.push(...warningLines(warning, options));
  return lines.map((line) => `${line}\n`).join("");
}

function warningLines({ pointer, message }: Warning, options: PrintOptions): readonly string[] {
  const where = visible(originText({ pointer, why: "" }));
  const room = Math.max(SHORTEST, options.width - GAP * 2 - where.length);
  const [first = "", ...rest] = wrapped(visible(message), room);
  const gap = " ".repeat(GAP);
  const tail = where === "" ? "" : `${gap}${paint(options, DIM, where)}`;
  return [`${gap}${first}${tail}`, ...rest.map((line) => gap + line)];
}

function stepLines(step: Step, number: string, options: PrintOptions): readonly string[] {
  const actor = actorOf(step.op).padEnd(ACTOR_WIDTH);
  const more = details(step.op);
  const words = visible(more === "" ? describe(step.op) : `${describe(step.op)}  ${more}`);
  const origin = visible(originWords(step));
  const margin = number.length + ACTOR_WIDTH + GAP * 2;
  // The origin keeps its place at the right; what is too long goes on below, nothing is cut.
  const room = Math.max(SHORTEST, options.width - margin - origin.length - GAP);
  const [first = "", ...rest] = wrapped(words, room);
  const fill = Math.max(GAP, options.width - margin - first.length - origin.length);
  const tail = origin === "" ? "" : " ".repeat(fill) + paint(options, DIM, origin);
  const gap = " ".repeat(GAP);
  return [
    `${gap}${paint(options, DIM, number)}${gap}${paint(options, CYAN, actor)}${first}${tail}`,
    ...rest.map((line) => " ".repeat(margin) + line),
  ];
}

/**
 * Lines of at most `room` characters, broken behind a blank or comma when there is one late enough,
 * else behind a slash.
 */
function wrapped(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > room) {
    const word = Math.max(rest.lastIndexOf(" ", room - 1), rest.lastIndexOf(",", room - 1));
    const last = word > room / 2 ? word : rest.lastIndexOf("/", room - 1);
    const end = last > room / 3 ? last + 1 : room;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  lines.push(rest);
  return lines;
}

function originWords({ origin }: Step): string {
  const place = originText(origin).replace(/^config\.json: /, "");
  return place === "" ? (origin.why === "" ? "" : `(${origin.why})`) : place;
}

/** Who performs an operation, in the words of a printed plan. */
export function actorOf(op: Op): string {
  if (op.op === "barrier") return "barrier";
  if (isHostOp(op)) return ACTORS.host;
  const by = WIRE_OPS[op.op].by;
  return by === "stage0" ? ACTORS.stage0 : ACTORS.init;
}

const BOLD = "1";
const DIM = "2";
const CYAN = "36";

function paint({ color }: PrintOptions, code: string, text: string): string {
  return color && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text;
}

/** The plan as a value; bigint stays for printJson, bytes are base16. */
export function planJson(plan: Plan): unknown {
  return {
    steps: plan.steps.map((step, index) => stepJson(step, index)),
    warnings: plan.warnings,
    cgroupPaths: plan.cgroupPaths,
    blobs: Object.fromEntries([...plan.blobs].map(([name, bytes]) => [name, hex(bytes)])),
  };
}

function stepJson({ op: operation, phase, origin }: Step, index: number): unknown {
  const { op, ...fields } = operation;
  const text = describe(operation);
  return { index, phase, by: actorOf(operation), op, text, origin, fields };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
