// What is wrong or doubtful about a configuration, and the error that the first wrong thing becomes.
import { spoken } from "../json/pointer.ts";

/** One thing that is wrong (`error`) or doubtful (`warning`). */
export interface Finding {
  readonly level: "error" | "warning";
  /** JSON pointer of the value, or of the member that is missing. */
  readonly pointer: string;
  /** The value as JSON text, shortened, when it helps. */
  readonly value?: string;
  /** What is asked for, in a few words. */
  readonly rule: string;
  /** Where the specification says so, e.g. `config.md, Process`; empty for JSON itself. */
  readonly section: string;
  /** The simple value that stands there, as JSON text, whether or not it helps; for listings. */
  readonly actual?: string;
  /** Where in the text, from 1; absent as long as nobody has looked. */
  readonly line?: number;
  readonly column?: number;
}

/** Takes findings one by one. */
export type Report = (finding: Finding) => void;

const SHOWN = 60;

/** Sections of the specification by JSON pointer; the longest that fits holds. */
const SECTIONS: ReadonlyMap<string, string> = new Map([
  ["", "config.md"],
  ["/ociVersion", "config.md, Specification version"],
  ["/root", "config.md, Root"],
  ["/mounts", "config.md, Mounts"],
  ["/process", "config.md, Process"],
  ["/process/user", "config.md, User"],
  ["/process/capabilities", "config.md, Linux Process"],
  ["/process/scheduler", "config.md, Linux Process"],
  ["/process/ioPriority", "config.md, Linux Process"],
  ["/process/execCPUAffinity", "config.md, Linux Process"],
  ["/process/oomScoreAdj", "config.md, Linux Process"],
  ["/process/rlimits", "config.md, POSIX process"],
  ["/hostname", "config.md, Hostname"],
  ["/domainname", "config.md, Domainname"],
  ["/hooks", "config.md, POSIX-platform Hooks"],
  ["/annotations", "config.md, Annotations"],
  ["/linux", "config-linux.md"],
  ["/linux/namespaces", "config-linux.md, Namespaces"],
  ["/linux/uidMappings", "config-linux.md, User namespace mappings"],
  ["/linux/gidMappings", "config-linux.md, User namespace mappings"],
  ["/linux/timeOffsets", "config-linux.md, Offset for Time Namespace"],
  ["/linux/devices", "config-linux.md, Devices"],
  ["/linux/netDevices", "config-linux.md, Network Devices"],
  ["/linux/cgroupsPath", "config-linux.md, Cgroups Path"],
  ["/linux/resources", "config-linux.md, Control groups"],
  ["/linux/resources/devices", "config-linux.md, Allowed Device list"],
  ["/linux/resources/memory", "config-linux.md, Memory"],
  ["/linux/resources/cpu", "config-linux.md, CPU"],
  ["/linux/resources/blockIO", "config-linux.md, Block IO"],
  ["/linux/resources/hugepageLimits", "config-linux.md, Huge page limits"],
  ["/linux/resources/network", "config-linux.md, Network"],
  ["/linux/resources/pids", "config-linux.md, PIDs"],
  ["/linux/resources/rdma", "config-linux.md, RDMA"],
  ["/linux/resources/unified", "config-linux.md, Unified"],
  ["/linux/intelRdt", "config-linux.md, IntelRdt"],
  ["/linux/memoryPolicy", "config-linux.md, Memory policy"],
  ["/linux/sysctl", "config-linux.md, Sysctl"],
  ["/linux/seccomp", "config-linux.md, Seccomp"],
  ["/linux/rootfsPropagation", "config-linux.md, Rootfs Mount Propagation"],
  ["/linux/maskedPaths", "config-linux.md, Masked Paths"],
  ["/linux/readonlyPaths", "config-linux.md, Readonly Paths"],
  ["/linux/mountLabel", "config-linux.md, Mount Label"],
  ["/linux/personality", "config-linux.md, Personality"],
]);

/** The section that speaks of the place that `pointer` names in config.json. */
export function sectionOf(pointer: string): string {
  let place = pointer;
  for (;;) {
    const section = SECTIONS.get(place);
    if (section !== undefined) return section;
    place = place.slice(0, Math.max(place.lastIndexOf("/"), 0));
  }
}

/** A value as a finding shows it. */
export function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === "bigint" ? String(value) : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
}

/** Makes a finding; `value` undefined: nothing to show. */
export function finding(
  level: Finding["level"],
  pointer: string,
  rule: string,
  value?: unknown,
): Finding {
  const text = shown(value);
  const base = { level, pointer, rule, section: sectionOf(pointer) };
  return text === undefined ? base : { ...base, value: text };
}

/** The rule, and the value that breaks it. */
export function ruleWords(found: Finding): string {
  return found.value === undefined ? found.rule : `${found.rule}, not ${found.value}`;
}

/**
 * A finding in one line:
 * `config.json: line 3, column 5: process.cwd: must be ..., not "tmp" (config.md, Process)`.
 */
export function describeFinding(found: Finding, file: string): string {
  const line = found.line === undefined ? [] : [`line ${found.line}, column ${found.column ?? 1}`];
  const name = spoken(found.pointer);
  const section = found.section === "" ? "" : ` (${found.section})`;
  const words = `${ruleWords(found)}${section}`;
  return [file, ...line, ...(name === "" ? [] : [name]), words].join(": ");
}

/** A document that cannot be used: its first error. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** JSON pointer of the place, empty for the document as a whole. */
  readonly pointer: string;
  readonly finding: Finding;
  constructor(found: Finding, file: string) {
    super(describeFinding(found, file));
    this.pointer = found.pointer;
    this.finding = found;
  }
}
