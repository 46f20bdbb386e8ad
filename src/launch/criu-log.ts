// CRIU's log: a file that it writes in its work directory, the only place where it says why.
import { closeFd, O_RDONLY, openFile, readToEnd } from "../native/files.ts";
import { errorName, errorText } from "../native/errors.ts";
import { fstatSync, readSync } from "node:fs";
import { CriuRefusal } from "./criu.ts";
import { Failure } from "./failure.ts";

const TAIL = 256 * 1024;
const MOST_TEXT = 1000;
const MOST_ERRNO = 4095;

/**
 * What went wrong last: `criu/mount.c:1120: mnt: ...`, or null. Lines are `(00.012345) Error
 * (criu/mount.c:1120): mnt: ...`, some with a pid in between. Of errors one behind the other the first
 * is the cause; those that only pass a failure on say nothing.
 */
export function lastError(log: string): string | null {
  let found: string | null = null;
  let before = false;
  for (const line of log.split("\n")) {
    const match = /^(?:\([0-9.]+\)\s*)?(?:\d+: )?Error \(([^)]*)\): (.*)$/.exec(line);
    const [, place = "", text = ""] = match ?? [];
    const error = match !== null && !/\bFAILED\.?$|\bfailed with -?\d+$/.test(text.trim());
    if (error && !before) found = `${place}: ${text.trim()}`;
    before = error;
  }
  return found === null ? null : found.slice(0, MOST_TEXT);
}

/** The end of a log, or nothing when there is none. */
function readTail(path: string): string {
  let fd = -1;
  try {
    fd = openFile(path, O_RDONLY);
    const { size } = fstatSync(fd);
    if (size <= TAIL) return Buffer.from(readToEnd(fd, TAIL, path)).toString("utf8");
    const tail = Buffer.alloc(TAIL);
    return tail.toString("utf8", 0, readSync(fd, tail, 0, TAIL, size - TAIL));
  } catch {
    return "";
  } finally {
    closeFd(fd);
  }
}

/**
 * A failure of CRIU with what its log says, and where the log is.
 * @param doing - `checkpoint by CRIU`
 */
export function withLog(error: unknown, doing: string, log: string): unknown {
  if (!(error instanceof Failure)) return error;
  const refused = error instanceof CriuRefusal;
  const reason = lastError(readTail(log));
  // Not every failure comes from CRIU: a hook's has its own words.
  if (!refused && !error.message.startsWith("CRIU")) return error;
  const { errno } = refused ? error : { errno: 0 };
  const number =
    errno > 0 && errno <= MOST_ERRNO ? `: ${errorText(errno)} (${errorName(errno)})` : "";
  const place = {
    op: "criu",
    pointer: null,
    call: null,
    errno: number === "" ? null : errorName(errno),
  };
  return new Failure(`${doing}: ${reason ?? error.message}${number}; its log is ${log}`, 1, place);
}
