// linux.seccomp.syscalls: names that nobody knows, which is likely a slip of the pen. Not for create:
// profiles list calls that are newer than any table, and a name that is not known is skipped.
import { below } from "../../json/pointer.ts";
import type { Config } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";
import { SYSCALL_NAMES } from "./syscall-names.ts";

/** Warns of each name in `/linux/seccomp/syscalls` that is no system call. */
export function checkSyscallNames(config: Config, report: Report): void {
  for (const [index, { names }] of (config.linux?.seccomp?.syscalls ?? []).entries()) {
    const place = `${below("/linux/seccomp/syscalls", index)}/names`;
    for (const [at, name] of names.entries()) {
      if (SYSCALL_NAMES.has(name)) continue;
      const rule = `${JSON.stringify(name)} is no system call that is known here: it is skipped`;
      report(finding("warning", below(place, at), rule));
    }
  }
}
