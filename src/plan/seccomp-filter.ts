// linux.seccomp in libseccomp's terms: actions with their errno, operators, architecture names.
// Pure, so that launch only has to hand it over.
import type { Seccomp } from "../config/config.gen.ts";

/** Values of libseccomp's actions, without errno. */
export const ACTIONS: Readonly<Record<string, number>> = {
  SCMP_ACT_KILL: 0x0000_0000,
  SCMP_ACT_KILL_PROCESS: 0x8000_0000,
  SCMP_ACT_KILL_THREAD: 0x0000_0000,
  SCMP_ACT_TRAP: 0x0003_0000,
  SCMP_ACT_ERRNO: 0x0005_0000,
  SCMP_ACT_TRACE: 0x7ff0_0000,
  SCMP_ACT_ALLOW: 0x7fff_0000,
  SCMP_ACT_LOG: 0x7ffc_0000,
  SCMP_ACT_NOTIFY: 0x7fc0_0000,
};

/** libseccomp's comparison numbers. */
export const OPERATORS: Readonly<Record<string, number>> = {
  SCMP_CMP_NE: 1,
  SCMP_CMP_LT: 2,
  SCMP_CMP_LE: 3,
  SCMP_CMP_EQ: 4,
  SCMP_CMP_GE: 5,
  SCMP_CMP_GT: 6,
  SCMP_CMP_MASKED_EQ: 7,
};

const EPERM = 1;

/** One comparison, in libseccomp's terms. */
export interface ArgCondition {
  readonly index: number;
  readonly op: number;
  readonly value: bigint;
  readonly valueTwo: bigint;
}

/** A profile in libseccomp's terms. */
export interface FilterProgram {
  readonly defaultAction: number;
  readonly architectures: readonly string[];
  readonly rules: readonly {
    readonly names: readonly string[];
    readonly action: number;
    readonly args: readonly ArgCondition[];
  }[];
}

/** An action word with its errno: only ERRNO and TRACE carry one (default EPERM). */
export function actionValue(word: string, errno: number | undefined): number {
  const value = ACTIONS[word];
  if (value === undefined) throw new TypeError(`string ${word} is not a valid action for seccomp`);
  const carries = word === "SCMP_ACT_ERRNO" || word === "SCMP_ACT_TRACE";
  return carries ? (value | ((errno ?? EPERM) & 0xffff)) >>> 0 : value;
}

/** Translates a validated profile. */
export function filterProgram(seccomp: Seccomp): FilterProgram {
  return {
    defaultAction: actionValue(seccomp.defaultAction, seccomp.defaultErrnoRet),
    architectures: (seccomp.architectures ?? []).map((arch) =>
      arch.replace(/^SCMP_ARCH_/, "").toLowerCase(),
    ),
    rules: (seccomp.syscalls ?? []).map((rule) => ({
      names: rule.names,
      action: actionValue(rule.action, rule.errnoRet),
      args: (rule.args ?? []).map((arg) => ({
        index: arg.index,
        op: OPERATORS[arg.op] ?? 0,
        value: BigInt(arg.value),
        valueTwo: BigInt(arg.valueTwo ?? 0n),
      })),
    })),
  };
}
