// `list`: the containers under the root.
import { existsSync } from "node:fs";
import { Failure } from "../../launch/failure.ts";
import { listStates } from "../../state/query.ts";
import type { ContainerState } from "../../state/view.ts";
import type { Invocation } from "../types.ts";

const HEAD = ["ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER"] as const;
const NARROWEST = 12;
const GAP = 3;

/** Rows under their headings: columns at least 12 wide, 3 blanks behind the longest. */
export function table(states: readonly ContainerState[]): string {
  const rows = states.map((s) => [s.id, `${s.pid}`, s.status, s.bundle, s.created, s.owner]);
  const lines = [HEAD, ...rows];
  const widths = HEAD.map((_, column) =>
    Math.max(NARROWEST, ...lines.map((line) => (line[column] ?? "").length + GAP)),
  );
  const last = HEAD.length - 1;
  return lines
    .map((line) =>
      line.map((cell, i) => (i === last ? cell : cell.padEnd(widths[i] ?? 0))).join(""),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** An array in one line; `null` when there is nothing, as callers know it. */
export function json(states: readonly ContainerState[]): string {
  return `${states.length === 0 ? "null" : JSON.stringify(states)}\n`;
}

/** Lists the containers. @throws Failure for another format or a named root that is not there */
export function run({ globals, values, out, err }: Invocation): number {
  const format = values.text("format") ?? "table";
  if (format !== "table" && format !== "json") throw new Failure("invalid format option");
  // The default root is made by the first create.
  const none = !globals.rootGiven && !existsSync(globals.root);
  const { states, broken } = none ? { states: [], broken: [] } : listStates(globals.root);
  for (const { id, message } of broken) err(`load container ${id}: ${message}\n`);
  if (values.bool("quiet")) out(states.map((state) => `${state.id}\n`).join(""));
  else out(format === "json" ? json(states) : table(states));
  return 0;
}
