// What exec has to know of a container's configuration, kept by create in a form that JSON.parse
// alone reads: checked once, never again.
import type { Config } from "../config/config.gen.ts";
import { readText, replaceFile } from "../native/paths.ts";
import { containerFile, notFound } from "./directory.ts";

/** The parts of a configuration that a later process shares. */
export type ExecRecord = Pick<Config, "process" | "annotations"> & {
  readonly linux?: Pick<
    NonNullable<Config["linux"]>,
    "intelRdt" | "memoryPolicy" | "seccomp" | "personality"
  >;
};

// No text of a configuration that a process can use begins with NUL.
const EXACT = "\0n";
const ESCAPED = '"\\u0000n';

/** The record as text; integers of 64 bits are kept exactly. */
export function printExecRecord(config: ExecRecord): string {
  const { process, annotations, linux } = config;
  const kept = {
    process,
    annotations,
    linux: {
      intelRdt: linux?.intelRdt,
      memoryPolicy: linux?.memoryPolicy,
      seccomp: linux?.seccomp,
      personality: linux?.personality,
    },
  };
  return JSON.stringify(kept, (_, value: unknown) =>
    typeof value === "bigint" ? `${EXACT}${value}` : value,
  );
}

/** Reads what {@link printExecRecord} wrote. */
export function parseExecRecord(text: string): ExecRecord {
  if (!text.includes(ESCAPED)) return JSON.parse(text) as ExecRecord;
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === "string" && value.startsWith(EXACT) ? BigInt(value.slice(2)) : value,
  ) as ExecRecord;
}

/** Leaves the record in the container's directory. */
export function writeExecRecord(root: string, id: string, config: ExecRecord): void {
  replaceFile(containerFile(root, id, "exec"), printExecRecord(config), 0o600);
}

/** Reads it back. @throws StateError `not-found` when the container is going away */
export function readExecRecord(root: string, id: string): ExecRecord {
  let text: string;
  try {
    text = readText(containerFile(root, id, "exec"));
  } catch {
    throw notFound(id);
  }
  return parseExecRecord(text);
}
