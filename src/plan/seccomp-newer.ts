// System calls that are newer than a profile. Programs try a new call first and an older one when the
// kernel has none: what a profile could not know has to fail with ENOSYS, not with its default errno.
// These instructions stand in front of what libseccomp made.
import type { Seccomp } from "../config/config.gen.ts";
import { ACTIONS } from "./seccomp-filter.ts";

const ENOSYS = 38;
// Offsets in struct seccomp_data.
const NUMBER = 0;
const ARCH = 4;
// linux/filter.h: load a word, compare with a constant, jump, return.
const LOAD = 0x20;
const EQUAL = 0x15;
const GREATER = 0x25;
const NOT_LESS = 0x35;
const JUMP = 0x05;
const RETURN = 0x06;

const X86_64 = 0xc000_003e;
// libseccomp's token; the kernel calls these x86-64 calls with this bit in the number.
const X32 = 0x4000_003e;
const X32_BIT = 0x4000_0000;

/** The highest number that a profile names, by architecture (libseccomp's token). */
export type Newest = ReadonlyMap<number, number>;

const THROUGH: ReadonlySet<string> = new Set(["SCMP_ACT_ALLOW", "SCMP_ACT_LOG", "SCMP_ACT_TRACE"]);

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, constant: number];

/**
 * Whether calls that the profile could not know are to fail with ENOSYS: where the default is to let
 * calls through, or to ask a tracer, they are not refused anyway.
 */
export function refusesNewer(profile: Seccomp): boolean {
  return !THROUGH.has(profile.defaultAction) && profile.defaultErrnoRet !== ENOSYS;
}

/** What stands in front of a filter, as bytes. */
export function newerProgram(newest: Newest): Uint8Array {
  const sections = [...newest.entries()].filter(([arch]) => arch !== X32 || !newest.has(X86_64));
  const parts = sections.map(([arch, last]) => section(arch, last, newest.get(X32) ?? null));
  // A section ends with a jump over those behind it.
  const program: Instruction[] = [[LOAD, 0, 0, ARCH]];
  for (const [index, part] of parts.entries()) {
    const behind = parts.slice(index + 1).reduce((sum, one) => sum + one.length, 0);
    program.push(
      ...part.map((one, at): Instruction =>
        one[0] === JUMP ? [JUMP, 0, 0, part.length - at - 1 + behind] : one,
      ),
    );
  }
  return encode(program);
}

function section(token: number, last: number, x32: number | null): readonly Instruction[] {
  const arch = token === X32 ? X86_64 : token;
  const body: readonly Instruction[] =
    arch === X86_64
      ? [
          // x32 calls, which a profile without x32 leaves to the filter.
          [NOT_LESS, token === X32 ? 0 : 3, token === X32 ? 2 : 0, X32_BIT],
          ...(token === X32 ? [] : above(last)),
          ...(x32 === null ? end() : above(x32)),
        ]
      : above(last);
  return [[EQUAL, 0, body.length + 1, arch], [LOAD, 0, 0, NUMBER], ...body];
}

function above(last: number): readonly Instruction[] {
  const refuse = ((ACTIONS["SCMP_ACT_ERRNO"] ?? 0) | ENOSYS) >>> 0;
  return [[GREATER, 0, 1, last], [RETURN, 0, 0, refuse], ...end()];
}

function end(): readonly Instruction[] {
  return [[JUMP, 0, 0, 0]];
}

function encode(program: readonly Instruction[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(program.length * 8));
  for (const [index, [code, ifTrue, ifFalse, constant]] of program.entries()) {
    bytes.setUint16(index * 8, code, true);
    bytes.setUint8(index * 8 + 2, ifTrue);
    bytes.setUint8(index * 8 + 3, ifFalse);
    bytes.setUint32(index * 8 + 4, constant, true);
  }
  return new Uint8Array(bytes.buffer);
}
