// What a verb throws: one message for people and for the callers that match texts.

/** Where a failure happened, for `--log-format json` and tests. */
export interface FailurePlace {
  /** The operation (`mount`), null when no step was under way. */
  readonly op: string | null;
  /** JSON pointer into config.json, or null. */
  readonly pointer: string | null;
  /** The system call or check. */
  readonly call: string | null;
  /** errno name (`EPERM`), or null. */
  readonly errno: string | null;
}

/** A message around the place in config.json that it is about. */
export interface Around {
  /** What was being done: `mount proc at /proc`. */
  readonly before: string;
  /** What went wrong: `: fsmount: operation not permitted (EPERM)`. */
  readonly after: string;
}

/** A verb that failed. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly exitCode: number;
  readonly place: FailurePlace | null;
  /** The parts of the message, where the place in config.json stands between them. */
  readonly around: Around | null;
  constructor(
    message: string,
    exitCode = 1,
    place: FailurePlace | null = null,
    around: Around | null = null,
  ) {
    super(message);
    this.exitCode = exitCode;
    this.place = place;
    this.around = around;
  }
}
