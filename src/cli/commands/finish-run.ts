// `finish-run`: the end of a foreground run. The attendant, which waited for the container, becomes
// this with the container's status as the last word.
import { remove } from "../../launch/remove.ts";
import { parseInteger } from "../flag-value.ts";
import type { Invocation } from "../types.ts";

/** Deletes the container and answers with the status. @throws Failure, StateError */
export function run({ globals, args, warn }: Invocation): number {
  const [id, text] = args;
  const status = parseInteger(text ?? "");
  if (status === null || status < 0 || status > 255) throw new TypeError(`status ${text}`);
  remove(globals.root, id ?? "", true, warn);
  return status;
}
