// The error of text that is not the JSON we take, with the place in it.

/** Text that is not JSON, or breaks a rule beyond JSON's grammar (duplicate name, depth, size). */
export class JsonError extends Error {
  override readonly name = "JsonError";
  /** Line and column of the place, from 1; both 0 when the error is of the whole text. */
  readonly line: number;
  readonly column: number;
  /** JSON pointer of the member when the error is about one, else the empty string. */
  readonly pointer: string;
  /** What is wrong, without the place. */
  readonly what: string;
  constructor(what: string, line = 0, column = 0, pointer = "") {
    super(line === 0 ? what : `line ${line}, column ${column}: ${what}`);
    this.line = line;
    this.column = column;
    this.pointer = pointer;
    this.what = what;
  }
}

/** A {@link JsonError} at an offset (in UTF-16 units) of a text. */
export function errorAt(text: string, offset: number, what: string, pointer = ""): JsonError {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - before.lastIndexOf("\n");
  return new JsonError(what, line, column, pointer);
}
