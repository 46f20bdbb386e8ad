// Values to JSON text. Unlike JSON.stringify it prints bigint, as a plain number.

function indentOf(indent: number | string): string {
  return typeof indent === "number" ? " ".repeat(indent) : indent;
}

function wrap(open: string, close: string, parts: readonly string[], gap: string, step: string) {
  if (parts.length === 0) return open + close;
  if (step === "") return open + parts.join(",") + close;
  return `${open}${gap}${step}${parts.join(`,${gap}${step}`)}${gap}${close}`;
}

/** `gap` is a newline and the indentation of the line that the value begins on. */
function print(value: unknown, gap: string, step: string): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
    case "boolean":
      return String(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`JSON has no number ${value}`);
      return JSON.stringify(value);
    case "undefined":
      return "null";
    case "object":
      break;
    case "symbol":
    case "function":
      throw new TypeError(`JSON has no ${typeof value}`);
  }
  if (value === null) return "null";
  const inner = step === "" ? "" : gap + step;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => print(item, inner, step));
    return wrap("[", "]", items, gap, step);
  }
  const colon = step === "" ? ":" : ": ";
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => JSON.stringify(name) + colon + print(member, inner, step));
  return wrap("{", "}", members, gap, step);
}

/**
 * JSON text of a value, laid out as JSON.stringify does. bigint is printed as a number, a member
 * that is undefined is left out, an undefined element is null.
 *
 * @param indent spaces, or the text, that a level is indented by; absent or 0: one line.
 * @throws TypeError for what JSON cannot say (NaN, functions, symbols).
 */
export function printJson(value: unknown, indent: number | string = 0): string {
  return print(value, "\n", indentOf(indent));
}
