// process.capabilities: names to masks. What is unknown or cannot be had is a warning, not an error.
import type { Capabilities } from "../config/config.gen.ts";
import type { Facts, Warning } from "./types.ts";

/** All capabilities by number (capabilities(7)), without `CAP_`. */
export const CAPABILITIES = [
  "CHOWN",
  "DAC_OVERRIDE",
  "DAC_READ_SEARCH",
  "FOWNER",
  "FSETID",
  "KILL",
  "SETGID",
  "SETUID",
  "SETPCAP",
  "LINUX_IMMUTABLE",
  "NET_BIND_SERVICE",
  "NET_BROADCAST",
  "NET_ADMIN",
  "NET_RAW",
  "IPC_LOCK",
  "IPC_OWNER",
  "SYS_MODULE",
  "SYS_RAWIO",
  "SYS_CHROOT",
  "SYS_PTRACE",
  "SYS_PACCT",
  "SYS_ADMIN",
  "SYS_BOOT",
  "SYS_NICE",
  "SYS_RESOURCE",
  "SYS_TIME",
  "SYS_TTY_CONFIG",
  "MKNOD",
  "LEASE",
  "AUDIT_WRITE",
  "AUDIT_CONTROL",
  "SETFCAP",
  "MAC_OVERRIDE",
  "MAC_ADMIN",
  "SYSLOG",
  "WAKE_ALARM",
  "BLOCK_SUSPEND",
  "AUDIT_READ",
  "PERFMON",
  "BPF",
  "CHECKPOINT_RESTORE",
] as const;

/** The five sets as masks. */
export interface CapabilityMasks {
  readonly bounding: bigint;
  readonly permitted: bigint;
  readonly effective: bigint;
  readonly inheritable: bigint;
  readonly ambient: bigint;
}

/** Capabilities that the container can be given: in a user namespace of its own, all there are. */
export function grantable(facts: Facts, userNamespace: boolean): bigint {
  return userNamespace ? (1n << BigInt(facts.lastCapability + 1)) - 1n : facts.capabilities;
}

/**
 * The masks of the five sets. A list that is left out is empty, and so are all of them without the
 * section.
 * @param available what can be given; other names are warned of and left out
 */
export function capabilityMasks(
  capabilities: Capabilities | undefined,
  available: bigint,
  pointer: string,
  warnings: Warning[],
): CapabilityMasks {
  const ignored = new Set<string>();
  const mask = (names: readonly string[] | undefined): bigint => {
    let bits = 0n;
    for (const name of names ?? []) {
      const number = capabilityNumber(name);
      const bit = number === null ? 0n : 1n << BigInt(number);
      if ((available & bit) === 0n) ignored.add(name);
      else bits |= bit;
    }
    return bits;
  };
  const masks = {
    bounding: mask(capabilities?.bounding),
    permitted: mask(capabilities?.permitted),
    effective: mask(capabilities?.effective),
    inheritable: mask(capabilities?.inheritable),
    ambient: mask(capabilities?.ambient),
  };
  if (ignored.size > 0) {
    const names = [...ignored].sort().join(" ");
    warnings.push({
      pointer,
      message: `ignoring unknown or unavailable capabilities: [${names}]`,
    });
  }
  return { ...masks, ambient: raisable(masks, pointer, warnings) };
}

// prctl(2), PR_CAP_AMBIENT_RAISE: a capability must be permitted and inheritable already.
function raisable(masks: CapabilityMasks, pointer: string, warnings: Warning[]): bigint {
  const { ambient, permitted, inheritable } = masks;
  const possible = ambient & permitted & inheritable;
  for (const [number, name] of CAPABILITIES.entries()) {
    if ((ambient & ~possible & (1n << BigInt(number))) === 0n) continue;
    const set = (permitted & (1n << BigInt(number))) === 0n ? "permitted" : "inheritable";
    warnings.push({
      pointer: `${pointer}/ambient`,
      message: `can't raise ambient capability CAP_${name}: it is not ${set}`,
    });
  }
  return possible;
}

/** The number of `CAP_NAME`, null when there is none. */
export function capabilityNumber(name: string): number | null {
  const number = CAPABILITIES.findIndex((known) => name === `CAP_${known}`);
  return number < 0 ? null : number;
}
