// errno in words.
import { hostFunction, SystemError } from "./library.ts";

/** The text of an errno, lower-case as callers match it: `operation not permitted`. */
export function errorText(errno: number): string {
  const words = hostFunction("tsr_error_text")(errno);
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** The name of an errno: `EPERM`. */
export function errorName(errno: number): string {
  return hostFunction("tsr_error_name")(errno);
}

/** A SystemError with its words. */
export function systemError(call: string, errno: number, object: string): SystemError {
  return new SystemError(call, errno, object, errorText(errno));
}

/**
 * Result of a host function: passes what is not negative.
 * @throws SystemError for -errno
 */
export function checked(result: number, call: string, object: string): number {
  if (result < 0) throw systemError(call, -result, object);
  return result;
}
