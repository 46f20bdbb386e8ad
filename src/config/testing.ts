// What the tests of this folder have in common: configurations from a few changes, verdicts as text.
import * as assert from "uvu/assert";
import { inspectConfig } from "./inspect.ts";
import { ConfigError } from "./finding.ts";
import { parseConfig } from "./parse.ts";
import { printJson } from "../json/print.ts";

/** Members to lay over a small configuration that is good. */
export interface Changes {
  readonly top?: Readonly<Record<string, unknown>>;
  readonly process?: Readonly<Record<string, unknown>>;
  readonly linux?: Readonly<Record<string, unknown>>;
}

/** All namespaces that need nothing else. */
export const NAMESPACES: readonly { readonly type: string }[] = [
  { type: "mount" },
  { type: "pid" },
  { type: "network" },
  { type: "ipc" },
  { type: "uts" },
];

/** The bytes of a document; undefined members are left out. */
export function bytesOf(document: unknown): Uint8Array {
  return new TextEncoder().encode(printJson(document));
}

/** A small configuration, changed. */
export function small(changes: Changes): Uint8Array {
  return bytesOf({
    ociVersion: "1.3.0",
    root: { path: "rootfs" },
    process: { cwd: "/", args: ["sh"], user: { uid: 0, gid: 0 }, ...changes.process },
    linux: { namespaces: NAMESPACES, ...changes.linux },
    ...changes.top,
  });
}

/** All findings about a small configuration, as `level pointer: rule`. */
export function verdict(changes: Changes): readonly string[] {
  return inspectConfig(small(changes)).map(
    ({ level, pointer, rule }) => `${level} ${pointer}: ${rule}`,
  );
}

/** The message that create would stop with, or the empty string. */
export function failure(changes: Changes): string {
  try {
    parseConfig(small(changes));
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

/** Asserts that each change is refused by this one error, given as `pointer: rule`. */
export function refuses(cases: readonly (readonly [Changes, string])[]): void {
  for (const [changes, expected] of cases) {
    assert.equal(verdict(changes), [`error ${expected}`]);
    assert.is.not(failure(changes), "");
  }
}

/** Asserts that nothing is found about each change. */
export function accepts(cases: readonly Changes[]): void {
  for (const changes of cases) assert.equal(verdict(changes), []);
}

/** The rule of a member that takes certain words. */
export function list(words: string): string {
  return `must be one of ${words}`;
}
