// The cache of compiled filters: see c/host/cache.c.
import { hostFunction } from "./library.ts";

/** No filter is longer: 4,096 instructions of 8 bytes (BPF_MAXINSNS). */
const MOST_BYTES = 32768;

/** What was stored under this very key, or null. */
export function findCached(directory: string, key: Uint8Array): Uint8Array | null {
  const find = hostFunction("tsr_cache_find");
  const out = Buffer.alloc(MOST_BYTES);
  const length = find(directory, key, out);
  return length < 0 ? null : out.subarray(0, length);
}

/** Stores it; what cannot be stored (a read-only /run, no space) is compiled again next time. */
export function storeCached(directory: string, key: Uint8Array, data: Uint8Array): void {
  const store = hostFunction("tsr_cache_store");
  store(directory, key, data);
}
