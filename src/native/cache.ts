// The cache of compiled filters: see c/host/cache.c.
import { cText } from "./errors.ts";
import { hostFunction } from "./library.ts";

/** No filter is longer: 4,096 instructions of 8 bytes (BPF_MAXINSNS). */
const MOST_BYTES = 32768;

/** What was stored under this very key, or null. */
export function findCached(directory: string, key: Uint8Array): Uint8Array | null {
  const find = hostFunction(
    "int64_t tsr_cache_find(const char *directory, const void *key, uint64_t key_length, void *out, uint64_t room)",
  );
  const out = Buffer.alloc(MOST_BYTES);
  const length = Number(find(cText(directory), key, key.length, out, out.length));
  return length < 0 ? null : out.subarray(0, length);
}

/** Stores it; what cannot be stored (a read-only /run, no space) is compiled again next time. */
export function storeCached(directory: string, key: Uint8Array, data: Uint8Array): void {
  const store = hostFunction(
    "int tsr_cache_store(const char *directory, const void *key, uint64_t key_length, const void *data, uint64_t length)",
  );
  store(cText(directory), key, key.length, data, data.length);
}
