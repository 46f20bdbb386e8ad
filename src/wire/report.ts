// The helper's reports: fixed-size datagrams (struct report in c/init/helper.h).
import { CALLS, REPORTS } from "./ops.ts";
import type { Call, ReportKind } from "./ops.ts";

/** Bytes of a report. */
export const REPORT_SIZE = 544;
/** `step` of a report that belongs to no step (the plan itself was refused). */
export const NO_STEP = 0xffffffff;

const TEXT_AT = 32;

/** What the helper says about one step. */
export interface Report {
  readonly kind: ReportKind;
  /** Index in the whole plan, or {@link NO_STEP}. */
  readonly step: number;
  /** The system call or check that failed; `none` where nothing did. */
  readonly call: Call;
  /** errno, 0 where nothing failed. */
  readonly error: number;
  /** What the kind says: a pid, a descriptor. */
  readonly value: bigint;
  /** What only the helper knows (a resolved path), at most 512 bytes of UTF-8; may be empty. */
  readonly text: string;
}

/** Thrown when a datagram is not a report. */
export class ReportError extends Error {
  override readonly name = "ReportError";
}

/**
 * Decodes one report.
 *
 * @throws ReportError when the size or a number in it is out of range.
 */
export function decodeReport(bytes: Uint8Array): Report {
  if (bytes.length !== REPORT_SIZE) throw new ReportError(`a report of ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = REPORTS[view.getUint32(0, true)];
  const call = CALLS[view.getUint32(8, true)];
  const length = view.getUint32(24, true);
  if (kind === undefined || call === undefined || length > REPORT_SIZE - TEXT_AT) {
    throw new ReportError("a report with a number out of range");
  }
  return {
    kind,
    step: view.getUint32(4, true),
    call,
    error: view.getInt32(12, true),
    value: view.getBigInt64(16, true),
    text: new TextDecoder().decode(bytes.subarray(TEXT_AT, TEXT_AT + length)),
  };
}
