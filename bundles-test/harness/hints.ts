// Hints of error lines, by their names.
import { HINTS } from "../../src/launch/hints/all.ts";

/** An error that gives this hint, at the end of its one line. @throws TypeError for no such hint */
export function hinted(id: string, errno = ""): RegExp {
  const found = HINTS.find((hint) => hint.id === id);
  if (found === undefined) throw new TypeError(`no hint ${id}`);
  const text = found.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // On a log line of text form the message is a quoted string.
  return new RegExp(`${errno === "" ? "" : `\\(${errno}\\)`}; hint: ${text}"?\\s*$`);
}
