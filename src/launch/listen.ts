// Descriptors that the caller passes on: systemd's LISTEN_FDS first, then --preserve-fds behind them
// (sd_listen_fds(3)).
import type { Inherited } from "./inherited.ts";

/** What is handed on. */
export interface Passed {
  /** How many numbers from 3 up belong to the container. */
  readonly count: number;
  /** Those of them that are open; a gap stays closed. */
  readonly fds: readonly number[];
  /** Additions to the process' environment. */
  readonly env: readonly string[];
}

/**
 * Counts LISTEN_FDS only when LISTEN_PID is this process: engines set both for the container itself.
 * @throws TypeError when a number is malformed
 */
export function passedDescriptors(
  env: Readonly<Record<string, string | undefined>>,
  pid: number,
  preserve: number,
  inherited: Inherited,
): Passed {
  const listen = env["LISTEN_PID"] === `${pid}` ? Number(env["LISTEN_FDS"] ?? "0") : 0;
  if (!Number.isInteger(listen) || listen < 0) throw new TypeError("LISTEN_FDS is not a number");
  const count = listen + preserve;
  const names = env["LISTEN_FDNAMES"];
  return {
    count,
    fds: inherited.fds.filter((fd) => fd < 3 + count),
    env:
      listen === 0
        ? []
        : [
            `LISTEN_FDS=${listen}`,
            "LISTEN_PID=1",
            ...(names === undefined ? [] : [`LISTEN_FDNAMES=${names}`]),
          ],
  };
}
