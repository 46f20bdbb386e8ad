// One line of the log, in the three forms that callers read.

/** Severity of a line. */
export type Level = "error" | "warning";

/** RFC 3339 in UTC, whole seconds. */
function timestamp(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** One JSON object and a newline; its keys are sorted. */
export function jsonLine(level: Level, message: string, time: Date): string {
  return `${JSON.stringify({ level, msg: message, time: timestamp(time) })}\n`;
}

/** `time="..." level=error msg="..."` and a newline. */
export function textLine(level: Level, message: string, time: Date): string {
  const bare = /^[A-Za-z0-9._/@^+-]+$/.test(message);
  const msg = bare ? message : JSON.stringify(message);
  return `time="${timestamp(time)}" level=${level} msg=${msg}\n`;
}

/** For people at a terminal: `ERRO[0000] message`. */
export function terminalLine(level: Level, message: string, colours: boolean): string {
  const [word, colour] = level === "error" ? ["ERRO", 31] : ["WARN", 33];
  const head = colours ? `\u001b[${colour}m${word}\u001b[0m` : word;
  return `${head}[0000] ${message}\n`;
}

/**
 * A message that fits where callers read it: one of them takes a single read of 8,191 bytes.
 */
export function clip(message: string): string {
  const most = 6000;
  return message.length <= most ? message : `${message.slice(0, most)} [cut]`;
}
