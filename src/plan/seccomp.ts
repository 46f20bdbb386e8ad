// linux.seccomp: compiled by the engine before anything else exists, loaded by init. The plan keeps
// the profile as data, so that printing one needs no library.
import type { Seccomp } from "../config/config.gen.ts";
import { printJson } from "../json/print.ts";
import { asked } from "./steps.ts";
import type { Phase, Step } from "./types.ts";

const POINTER = "/linux/seccomp";
const BLOB = "seccomp";

// SECCOMP_FILTER_FLAG_*, seccomp(2).
const FLAGS = {
  SECCOMP_FILTER_FLAG_TSYNC: 0x01n,
  SECCOMP_FILTER_FLAG_LOG: 0x02n,
  SECCOMP_FILTER_FLAG_SPEC_ALLOW: 0x04n,
  SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV: 0x20n,
} as const;
const WAIT_KILLABLE = FLAGS.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
const NEW_LISTENER = 0x08n;
// With a listener the kernel cannot also return the thread that TSYNC failed for.
const TSYNC_ESRCH = 0x10n;

/** Whether some call is to be notified: the filter then has a listener. */
export function notifies(profile: Seccomp | null): boolean {
  return (profile?.syscalls ?? []).some((rule) => rule.action === "SCMP_ACT_NOTIFY");
}

/** Compiles the profile into the blob `seccomp`. */
export function compileSteps(profile: Seccomp | null): readonly Step[] {
  if (profile === null) return [];
  return [
    asked("prepare", POINTER, { op: "seccomp-compile", blob: BLOB, profile: printJson(profile) }),
  ];
}

/** Loads the compiled filter. */
export function filterStep(profile: Seccomp | null, phase: Phase): readonly Step[] {
  if (profile === null) return [];
  // The default when a profile does not mention flags: no mitigation that slows programs down.
  const names = profile.flags ?? ["SECCOMP_FILTER_FLAG_SPEC_ALLOW" as const];
  const asks = names.reduce((bits, name) => bits | FLAGS[name], 0n);
  return [
    asked(phase, POINTER, { op: "seccomp", filter: BLOB, flags: withListener(profile, asks) }),
  ];
}

function withListener(profile: Seccomp, flags: bigint): bigint {
  // The kernel takes WAIT_KILLABLE_RECV only together with a listener.
  if (!notifies(profile)) return flags & ~WAIT_KILLABLE;
  const tsync = (flags & FLAGS.SECCOMP_FILTER_FLAG_TSYNC) === 0n ? 0n : TSYNC_ESRCH;
  return flags | NEW_LISTENER | tsync;
}

/** Sends the listener of a filter that notifies to its agent, while init waits. */
export function listenerSteps(profile: Seccomp | null): readonly Step[] {
  if (profile === null || !notifies(profile)) return [];
  const { listenerPath: path = "", listenerMetadata: metadata = null } = profile;
  return [asked("process", `${POINTER}/listenerPath`, { op: "seccomp-listener", path, metadata })];
}
