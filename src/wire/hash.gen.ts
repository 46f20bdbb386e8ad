// Written by scripts/generate-ops.mjs from src/wire/ops.ts. Do not edit.

/** What every encoded plan carries; the helper compares it with its own. */
export const TABLE_HASH = 0xa28b017;
