// Signal names and numbers, as `kill` takes them.
import { Failure } from "../launch/failure.ts";

/** Numbers of the signals (signal(7); x86, arm64, riscv and most others, not MIPS or PA-RISC). */
export const SIGNALS: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  TRAP: 5,
  ABRT: 6,
  IOT: 6,
  BUS: 7,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  STKFLT: 16,
  CHLD: 17,
  CLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  URG: 23,
  XCPU: 24,
  XFSZ: 25,
  VTALRM: 26,
  PROF: 27,
  WINCH: 28,
  IO: 29,
  POLL: 29,
  PWR: 30,
  SYS: 31,
  UNUSED: 31,
};

// The C library keeps 32 and 33 for itself; programs (systemd among them) count from 34.
const RTMIN = 34;
const RTMAX = 64;

/**
 * A signal by number, or by name in any case with or without `SIG`; `RTMIN+n` and `RTMAX-n` too.
 * 0 is allowed: it asks whether the process can be signalled.
 *
 * @throws Failure `unknown signal "FOO"`
 */
export function parseSignal(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : named(text);
  if (number === undefined || number > RTMAX) {
    throw new Failure(`unknown signal ${JSON.stringify(text)}`);
  }
  return number;
}

function named(text: string): number | undefined {
  const name = text.toUpperCase().replace(/^SIG/, "");
  const known = Object.hasOwn(SIGNALS, name) ? SIGNALS[name] : undefined;
  if (known !== undefined) return known;
  const match = /^(RTMIN|RTMAX)(?:([+-])(\d+))?$/.exec(name);
  if (match === null) return undefined;
  const [, base, sign, digits] = match;
  const offset = Number(digits ?? "0");
  if (offset > RTMAX - RTMIN) return undefined;
  if (base === "RTMIN") return sign === "-" ? undefined : RTMIN + offset;
  return sign === "+" ? undefined : RTMAX - offset;
}
