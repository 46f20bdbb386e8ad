// errno in words.
import { hostFunction, SystemError } from "./library.ts";

/** The text of an errno, lower-case as callers match it: `operation not permitted`. */
export function errorText(errno: number): string {
  const text = hostFunction("const char *tsr_error_text(int error)")(errno);
  const words = typeof text === "string" ? text : `error ${errno}`;
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** The name of an errno: `EPERM`. */
export function errorName(errno: number): string {
  const name = hostFunction("const char *tsr_error_name(int error)")(errno);
  return typeof name === "string" ? name : `E${errno}`;
}

/** A SystemError with its words. */
export function systemError(call: string, errno: number, object: string): SystemError {
  return new SystemError(call, errno, object, errorText(errno));
}

/**
 * Result of a host function: passes what is not negative.
 * @throws SystemError for -errno
 */
export function checked(result: unknown, call: string, object: string): number {
  if (typeof result === "bigint") return checked(Number(result), call, object);
  if (typeof result !== "number") throw new TypeError(`${call} gave no number`);
  if (result < 0) throw systemError(call, -result, object);
  return result;
}

/** Refuses what C would read as the end of the text. */
export function cText(text: string): string {
  if (text.includes("\0")) throw new TypeError(`NUL in ${JSON.stringify(text)}`);
  return text;
}

/** Words one behind the other, each with its NUL, as the host library takes lists. */
export function words(list: readonly string[]): Buffer {
  return Buffer.from(list.map((word) => `${cText(word)}\0`).join("") || "\0");
}
