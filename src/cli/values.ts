// The flags' values after parsing, read by type; a flag that was not given answers with the empty
// value of its type.

/** A parsed value. */
export type FlagValue = boolean | string | number | readonly string[] | readonly number[];

/** Values by long flag name. */
export class Values {
  readonly #values: ReadonlyMap<string, FlagValue>;
  constructor(values: ReadonlyMap<string, FlagValue>) {
    this.#values = values;
  }

  /** Whether a boolean flag is on. */
  bool(name: string): boolean {
    return this.#values.get(name) === true;
  }

  /** A text; null when it was not given or is empty (callers pass empty values for "unset"). */
  text(name: string): string | null {
    const value = this.#values.get(name);
    return typeof value === "string" && value !== "" ? value : null;
  }

  /** A number (durations are milliseconds), or null. */
  number(name: string): number | null {
    const value = this.#values.get(name);
    return typeof value === "number" ? value : null;
  }

  /** A repeated text flag, in order. */
  texts(name: string): readonly string[] {
    const value = this.#values.get(name);
    return isList(value) ? value.map(String) : [];
  }

  /** A repeated number flag, in order. */
  numbers(name: string): readonly number[] {
    const value = this.#values.get(name);
    return isList(value) ? value.map(Number) : [];
  }
}

function isList(value: FlagValue | undefined): value is readonly string[] | readonly number[] {
  return typeof value === "object";
}
