// A profile of the plan to filter bytes. libseccomp takes 20 ms and more for an engine's profile, so
// what it made is kept until the next boot.
import { utf8 } from "../native/text.ts";
import { parseJson } from "../json/parse.ts";
import { findCached, storeCached } from "../native/cache.ts";
import { compileFilter, filterVersion, newestCalls } from "../native/seccomp.ts";
import { filterProgram } from "../plan/seccomp-filter.ts";
import { newerProgram, refusesNewer } from "../plan/seccomp-newer.ts";
import type { Seccomp } from "../config/config.gen.ts";

/** Not below a state root: nothing but containers lies there. */
const CACHE = "/run/tsrun-cache";

/** All that the bytes depend on, the whole profile included. */
export function cacheKey(profile: string): Uint8Array {
  return utf8(`2 ${process.arch} ${filterVersion()}\n${profile}`);
}

function wholeFilter(seccomp: Seccomp): Uint8Array {
  const program = filterProgram(seccomp);
  const filter = compileFilter(program);
  if (!refusesNewer(seccomp)) return filter;
  return Buffer.concat([newerProgram(newestCalls(program)), filter]);
}

function isProgram(filter: Uint8Array): boolean {
  return filter.length > 0 && filter.length % 8 === 0;
}

/**
 * Compiles the canonical JSON of linux.seccomp, or finds what an earlier container made of it.
 * @param cache - directory of the cache, absolute
 * @throws FilterError when libseccomp is missing or refuses it
 */
export function compileProfile(profile: string, cache = CACHE): Uint8Array {
  const key = cacheKey(profile);
  const known = findCached(cache, key);
  if (known !== null && isProgram(known)) return known;
  const seccomp = parseJson(new TextEncoder().encode(profile)) as Seccomp;
  const filter = wholeFilter(seccomp);
  storeCached(cache, key, filter);
  return filter;
}
