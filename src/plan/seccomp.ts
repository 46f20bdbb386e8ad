// linux.seccomp: compiled by the engine before anything else exists, loaded by init. The plan keeps
// the profile as data, so that printing one needs no library.
import type { Seccomp } from "../config/config.gen.ts";
import { printJson } from "../json/print.ts";
import { asked } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Phase, Step } from "./types.ts";

const POINTER = "/linux/seccomp";
const BLOB = "seccomp";

// SECCOMP_FILTER_FLAG_*, seccomp(2).
const FLAGS = {
  SECCOMP_FILTER_FLAG_TSYNC: 0x01n,
  SECCOMP_FILTER_FLAG_LOG: 0x02n,
  SECCOMP_FILTER_FLAG_SPEC_ALLOW: 0x04n,
  // The kernel takes it only together with a listener, which no plan has yet.
  SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV: 0n,
} as const;

/**
 * Compiles the profile into the blob `seccomp`.
 * @throws PlanError for a profile that notifies
 */
export function compileSteps(profile: Seccomp | null): readonly Step[] {
  if (profile === null) return [];
  refuseNotify(profile);
  return [
    asked("prepare", POINTER, { op: "seccomp-compile", blob: BLOB, profile: printJson(profile) }),
  ];
}

/** Loads the compiled filter. */
export function filterStep(profile: Seccomp | null, phase: Phase): readonly Step[] {
  if (profile === null) return [];
  // The default when a profile does not mention flags: no mitigation that slows programs down.
  const names = profile.flags ?? ["SECCOMP_FILTER_FLAG_SPEC_ALLOW" as const];
  const flags = names.reduce((bits, name) => bits | FLAGS[name], 0n);
  return [asked(phase, POINTER, { op: "seccomp", filter: BLOB, flags })];
}

function refuseNotify(profile: Seccomp): void {
  const message = "SCMP_ACT_NOTIFY is not supported yet";
  if (profile.defaultAction === "SCMP_ACT_NOTIFY") {
    throw new PlanError(`${POINTER}/defaultAction`, message);
  }
  const index = (profile.syscalls ?? []).findIndex((rule) => rule.action === "SCMP_ACT_NOTIFY");
  if (index >= 0) throw new PlanError(`${POINTER}/syscalls/${index}/action`, message);
}
