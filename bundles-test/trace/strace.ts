// Reads what `strace -f -y --decode-pids=pidns` writes: one call for each line, calls that others
// interrupted put together again.

/** One finished system call. */
export interface Call {
  readonly pid: number;
  readonly name: string;
  /** As strace prints them: `3</dev/null>`, `"text"`, `{flags=...}`. */
  readonly args: readonly string[];
  /** What is behind the equals sign. */
  readonly result: string;
  /** Name of the errno, or null. */
  readonly error: string | null;
}

const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Where the quoted text that begins at `at` ends, behind its last quote. */
function endOfText(line: string, at: number): number {
  let end = at + 1;
  while (end < line.length && line[end] !== '"') end += line[end] === "\\" ? 2 : 1;
  return end + 1;
}

/** What a descriptor is stands in angle brackets right behind its number. */
function isNote(line: string, at: number): boolean {
  return line[at] === "<" && /(?:\d|AT_FDCWD)$/.test(line.slice(Math.max(0, at - 8), at));
}

/** Arguments between the outermost commas. */
function splitArguments(text: string): readonly string[] {
  const parts: string[] = [];
  const open: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? "";
    const closer = CLOSERS[letter];
    if (letter === '"') at = endOfText(text, at) - 1;
    else if (isNote(text, at)) at = text.indexOf(">", at);
    else if (closer !== undefined) open.push(closer);
    else if (letter === open.at(-1)) open.pop();
    else if (letter === "," && open.length === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
    if (at < 0) break; // a note without an end
  }
  const last = text.slice(from).trim();
  return last === "" && parts.length === 0 ? [] : [...parts, last];
}

/**
 * Calls in the order in which they began.
 * @throws Error for a line that is none of strace's
 */
export function parseTrace(text: string): readonly Call[] {
  const calls: (Call | null)[] = [];
  const begun = new Map<string, { readonly place: number; readonly text: string }>();
  for (const line of text.split("\n")) {
    const match = /^(\d+) +(.*)$/.exec(line);
    if (match === null) {
      if (line !== "") throw new Error(`not a line of strace: ${line}`);
      continue;
    }
    const [, pid = "", rest = ""] = match;
    if (rest.startsWith("+++") || rest.startsWith("---")) continue;
    const interrupted = /^(.*?) *<unfinished \.\.\.>(?:\) += \?)?$/.exec(rest);
    if (interrupted !== null) {
      begun.set(pid, { place: calls.length, text: interrupted[1] ?? "" });
      calls.push(null);
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    const first = begun.get(pid);
    if (resumed !== null && first !== undefined) {
      calls[first.place] = parseCall(Number(pid), `${first.text}${resumed[1] ?? ""}`);
      begun.delete(pid);
    } else {
      calls.push(parseCall(Number(pid), rest));
    }
  }
  // What never came back: a process that was killed inside of a call.
  return calls.filter((call) => call !== null);
}

function parseCall(pid: number, text: string): Call {
  const match = /^(\w+)\((.*)\) *= (.*)$/.exec(text);
  if (match === null) throw new Error(`not a call of strace's: ${text}`);
  const [, name = "", args = "", result = ""] = match;
  const error = /^-1 (E\w+)/.exec(result)?.[1] ?? null;
  return { pid, name, args: splitArguments(args), result, error };
}

const LETTERS: Readonly<Record<string, number>> = { n: 10, t: 9, v: 11, f: 12, r: 13 };

/** Bytes of a quoted argument. @throws Error when it is none, or was cut */
export function bytesOf(argument: string): Uint8Array {
  if (!/^"(?:[^"\\]|\\.)*"$/s.test(argument)) throw new Error(`no whole text: ${argument}`);
  const bytes: number[] = [];
  const parts = argument.slice(1, -1).matchAll(/\\([0-7]{1,3})|\\(.)|([^\\])/gsu);
  for (const [, octal, escaped, plain] of parts) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (escaped !== undefined) bytes.push(LETTERS[escaped] ?? escaped.charCodeAt(0));
    else bytes.push(...Buffer.from(plain ?? "", "utf8"));
  }
  return Uint8Array.from(bytes);
}

/** A quoted argument as text. @throws Error when it is none */
export function textOf(argument: string): string {
  return Buffer.from(bytesOf(argument)).toString("utf8");
}

/** Texts in a list, `["a", "b"]`. */
export function textsOf(argument: string): readonly string[] {
  if (!argument.startsWith("[")) throw new Error(`no list of texts: ${argument}`);
  return splitArguments(argument.slice(1, -1)).map(textOf);
}

/** A descriptor's number, and what strace says that it is. */
export function descriptorOf(argument: string): { readonly fd: number; readonly what: string } {
  const match = /^(AT_FDCWD|-?\d+)(?:<(.*)>)?(?:\(deleted\))?$/.exec(argument);
  if (match === null) throw new Error(`no descriptor: ${argument}`);
  return { fd: match[1] === "AT_FDCWD" ? -100 : Number(match[1]), what: match[2] ?? "" };
}

/** The value of a member of a structure: `{flags=A|B, mode=0}`. */
export function memberOf(argument: string, name: string): string {
  const inner = argument.replace(/^\[?\{/, "").replace(/\}\]?$/, "");
  const found = splitArguments(inner).find((part) => part.startsWith(`${name}=`));
  return found === undefined ? "" : found.slice(name.length + 1);
}
