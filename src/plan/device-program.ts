// Device rules for cgroup v2: a BPF program of type CGROUP_DEVICE (bpf(2)) that the kernel runs for
// each mknod and open. Rules are asked from the last to the first, so the first answer is final.
import { isTotal } from "./device-rules.ts";
import type { Rule } from "./device-rules.ts";

/** Operation codes of the few instructions in use (Documentation/bpf/standardization). */
export const BPF = {
  loadWord: 0x61, // dst = *(u32 *)(src + offset)
  moveRegister: 0xbc, // 32 bit: dst = src
  moveImmediate: 0xb4, // 32 bit: dst = imm
  and: 0x54, // 32 bit: dst &= imm
  shiftRight: 0x74, // 32 bit: dst >>= imm
  jumpEqual: 0x16, // 32 bit: if dst == imm, pc += offset
  jumpNotEqual: 0x56, // 32 bit: if dst != imm, pc += offset
  exit: 0x95,
} as const;

/** BPF_DEVCG_DEV_*, the kinds of devices in the low half of access_type. */
const KIND = { b: 1, c: 2 } as const;

// Registers: 0 the result, 1 the context and then scratch, 2 kind, 3 access not yet allowed, 4 major,
// 5 minor.
const RESULT = 0;
const SCRATCH = 1;
const TYPE = 2;
const ACCESS = 3;
const MAJOR = 4;
const MINOR = 5;

interface Instruction {
  readonly code: number;
  readonly dst: number;
  readonly src?: number;
  readonly offset?: number;
  readonly imm?: number;
}

const PROLOGUE: readonly Instruction[] = [
  // struct bpf_cgroup_dev_ctx: access_type (access << 16 | kind), major, minor
  { code: BPF.loadWord, dst: TYPE, src: SCRATCH, offset: 0 },
  { code: BPF.loadWord, dst: MAJOR, src: SCRATCH, offset: 4 },
  { code: BPF.loadWord, dst: MINOR, src: SCRATCH, offset: 8 },
  { code: BPF.moveRegister, dst: ACCESS, src: TYPE },
  { code: BPF.shiftRight, dst: ACCESS, imm: 16 },
  { code: BPF.and, dst: TYPE, imm: 0xffff },
];

function answer(allow: boolean): readonly Instruction[] {
  return [
    { code: BPF.moveImmediate, dst: RESULT, imm: allow ? 1 : 0 },
    { code: BPF.exit, dst: 0 },
  ];
}

/** What a matching rule does with the access that is asked for. */
function verdict(rule: Rule): readonly Instruction[] {
  if (rule.allow) {
    // What it allows is settled; when nothing is left, yes.
    return [
      { code: BPF.and, dst: ACCESS, imm: ~rule.access },
      { code: BPF.jumpNotEqual, dst: ACCESS, imm: 0, offset: 2 },
      ...answer(true),
    ];
  }
  return [
    { code: BPF.moveRegister, dst: SCRATCH, src: ACCESS },
    { code: BPF.and, dst: SCRATCH, imm: rule.access },
    { code: BPF.jumpEqual, dst: SCRATCH, imm: 0, offset: 2 },
    ...answer(false),
  ];
}

/** One rule: tests that jump behind it, then its verdict. */
function block(rule: Rule): readonly Instruction[] {
  const body = verdict(rule);
  const tests: { readonly dst: number; readonly imm: number }[] = [];
  if (rule.type !== "a") tests.push({ dst: TYPE, imm: KIND[rule.type] });
  if (rule.major !== null) tests.push({ dst: MAJOR, imm: rule.major });
  if (rule.minor !== null) tests.push({ dst: MINOR, imm: rule.minor });
  return [
    ...tests.map((test, index) => ({
      code: BPF.jumpNotEqual,
      ...test,
      offset: tests.length - 1 - index + body.length,
    })),
    ...body,
  ];
}

/**
 * Compiles rules, in their order, to the program's instructions (struct bpf_insn[]). What no rule
 * is about is denied.
 */
export function deviceProgram(rules: readonly Rule[]): Uint8Array {
  const program: Instruction[] = [...PROLOGUE];
  let last: readonly Instruction[] = answer(false);
  for (const rule of rules.toReversed()) {
    // Nothing before a rule about everything counts; the verifier refuses code that is not reached.
    if (isTotal(rule)) {
      last = answer(rule.allow);
      break;
    }
    program.push(...block(rule));
  }
  program.push(...last);
  return encode(program);
}

function encode(program: readonly Instruction[]): Uint8Array {
  const bytes = new Uint8Array(program.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, instruction] of program.entries()) {
    const at = index * 8;
    view.setUint8(at, instruction.code);
    view.setUint8(at + 1, instruction.dst | ((instruction.src ?? 0) << 4));
    view.setInt16(at + 2, instruction.offset ?? 0, true);
    view.setInt32(at + 4, (instruction.imm ?? 0) | 0, true);
  }
  return bytes;
}
