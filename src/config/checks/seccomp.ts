// linux.seccomp: what goes with which action.
import { below } from "../../json/pointer.ts";
import type { Seccomp, SeccompAction, SeccompRule } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";

const PLACE = "/linux/seccomp";
/** Highest error number that a system call can return: MAX_ERRNO. */
const MAX_ERRNO = 4095;
/** What fits beside an action: SECCOMP_RET_DATA. */
const MAX_DATA = 65535;

function checkErrno(
  action: SeccompAction,
  errno: number | undefined,
  pointer: string,
  report: Report,
): void {
  if (errno === undefined) return;
  if (action !== "SCMP_ACT_ERRNO" && action !== "SCMP_ACT_TRACE") {
    report(finding("error", pointer, `must be absent: ${action} has no errno`, errno));
    return;
  }
  const highest = action === "SCMP_ACT_ERRNO" ? MAX_ERRNO : MAX_DATA;
  if (errno <= highest) return;
  report(finding("error", pointer, `must be at most ${highest} for ${action}`, errno));
}

/**
 * The runtime itself writes after a filter with a listener is loaded, and nobody answers yet: such
 * a container would hang at its own start.
 */
function checkNotify(seccomp: Seccomp, report: Report): void {
  const rules = [...(seccomp.syscalls ?? []).entries()].filter(
    ([, rule]) => rule.action === "SCMP_ACT_NOTIFY",
  );
  if (seccomp.defaultAction === "SCMP_ACT_NOTIFY") {
    const rule = "SCMP_ACT_NOTIFY cannot be used as default action";
    report(finding("error", `${PLACE}/defaultAction`, rule));
  }
  for (const [index, { names }] of rules) {
    if (!names.includes("write")) continue;
    const rule = "SCMP_ACT_NOTIFY cannot be used for the write syscall";
    report(finding("error", `${below(`${PLACE}/syscalls`, index)}/names`, rule));
  }
  const first = rules[0];
  if (first === undefined || (seccomp.listenerPath ?? "") !== "") return;
  const place = `${below(`${PLACE}/syscalls`, first[0])}/action`;
  report(finding("error", place, "SCMP_ACT_NOTIFY needs listenerPath"));
}

function checkArguments(rule: SeccompRule, place: string, report: Report): void {
  for (const [index, argument] of (rule.args ?? []).entries()) {
    if (argument.valueTwo === undefined || argument.valueTwo === 0n) continue;
    if (argument.op === "SCMP_CMP_MASKED_EQ") continue;
    const pointer = `${below(`${place}/args`, index)}/valueTwo`;
    report(finding("warning", pointer, "has no effect: only SCMP_CMP_MASKED_EQ takes two values"));
  }
}

/** Checks `/linux/seccomp`. */
export function checkSeccomp(seccomp: Seccomp, report: Report): void {
  const { defaultAction, defaultErrnoRet } = seccomp;
  checkErrno(defaultAction, defaultErrnoRet, `${PLACE}/defaultErrnoRet`, report);
  for (const [index, rule] of (seccomp.syscalls ?? []).entries()) {
    const place = below(`${PLACE}/syscalls`, index);
    checkErrno(rule.action, rule.errnoRet, `${place}/errnoRet`, report);
    checkArguments(rule, place, report);
  }
  checkNotify(seccomp, report);
}
