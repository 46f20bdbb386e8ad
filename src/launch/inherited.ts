// What the launcher found and hands over: the caller's RLIMIT_NOFILE (the engine raises its own) and
// the descriptors that were open from 3 up.
import { readText } from "../native/paths.ts";

/** What this process was started with. */
export interface Inherited {
  /** Soft and hard RLIMIT_NOFILE of the caller. */
  readonly nofile: { readonly soft: bigint; readonly hard: bigint };
  /** Descriptors that the caller passed, 3 and up. */
  readonly fds: readonly number[];
}

const UNLIMITED = 0xffff_ffff_ffff_ffffn;

function limit(text: string | undefined): bigint {
  return text === undefined || text === "unlimited" ? UNLIMITED : BigInt(text);
}

/** Reads TSRUN_LAUNCH (`1;nofile=SOFT:HARD;fds=3,5`). @throws TypeError when it is malformed */
export function parseLaunch(text: string): Inherited {
  const match = /^1;nofile=(\d+|unlimited):(\d+|unlimited);fds=((?:\d+(?:,\d+)*)?)$/.exec(text);
  if (match === null) throw new TypeError(`TSRUN_LAUNCH is malformed: ${JSON.stringify(text)}`);
  const fds = match[3] ?? "";
  return {
    nofile: { soft: limit(match[1]), hard: limit(match[2]) },
    fds: fds === "" ? [] : fds.split(",").map(Number),
  };
}

/** What the launcher handed over; without a launcher (a working tree on Node) the present limits. */
export function inherited(): Inherited {
  const launch = process.env["TSRUN_LAUNCH"];
  if (launch !== undefined) return parseLaunch(launch);
  const line = /^Max open files\s+(\S+)\s+(\S+)/m.exec(readText("/proc/self/limits"));
  return { nofile: { soft: limit(line?.[1]), hard: limit(line?.[2]) }, fds: [] };
}
