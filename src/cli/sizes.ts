// Numbers of update's flags, exact over 64 bits, in the forms that callers of OCI runtimes write.
import { Failure } from "../launch/failure.ts";

const UNITS: Readonly<Record<string, bigint>> = {
  "": 1n,
  b: 1n,
  k: 1n << 10n,
  m: 1n << 20n,
  g: 1n << 30n,
  t: 1n << 40n,
  p: 1n << 50n,
};
const MOST_SIGNED = (1n << 63n) - 1n;
const LEAST_SIGNED = -(1n << 63n);
const MOST_UNSIGNED = (1n << 64n) - 1n;

function bad(flag: string, text: string, what: string): Failure {
  return new Failure(`invalid value for ${flag}: ${JSON.stringify(text)} ${what}`);
}

/** A whole number of 64 bits. @throws Failure */
export function wholeNumber(flag: string, text: string, signed: boolean): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw bad(flag, text, "is not a whole number");
  const value = BigInt(text.replace("+", ""));
  const [least, most] = signed ? [LEAST_SIGNED, MOST_SIGNED] : [0n, MOST_UNSIGNED];
  if (value < least || value > most) throw bad(flag, text, "is out of range");
  return value;
}

/**
 * Bytes: a number, which may have a fraction, and a unit of 1024 (`512`, `10M`, `1.5 GiB`), or -1 for
 * no limit. @throws Failure
 */
export function bytes(flag: string, text: string): bigint {
  if (text === "-1") return -1n;
  const match = /^(\d+)(?:\.(\d*))? ?(?:([kmgtp])(?:i?b)?|b)?$/i.exec(text);
  if (match === null) throw bad(flag, text, "is not a size such as 512, 10M or 1.5G");
  const [, whole = "0", fraction = "", unit = ""] = match;
  const scale = UNITS[unit.toLowerCase()] ?? 1n;
  // The fraction of a byte is dropped.
  const part = fraction === "" ? 0n : (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length);
  const value = BigInt(whole) * scale + part;
  if (value > MOST_SIGNED) throw bad(flag, text, "is out of range");
  return value;
}
