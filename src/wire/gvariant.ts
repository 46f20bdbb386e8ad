// Typed values of D-Bus in GVariant's text form (`uint64 5`, `['a', 'b']`, `@ay [3]`): properties of
// units are data in a plan, and annotations bring theirs in this form. PURE.

/** A value with its D-Bus type. */
export type Variant =
  | { readonly type: "b"; readonly value: boolean }
  | { readonly type: IntegerType; readonly value: bigint }
  | { readonly type: "d"; readonly value: number }
  | { readonly type: "s" | "o" | "g"; readonly value: string }
  | { readonly type: "array"; readonly of: string; readonly items: readonly Variant[] }
  | { readonly type: "tuple"; readonly items: readonly Variant[] }
  | { readonly type: "v"; readonly value: Variant };

/** byte, int16, uint16, int32, uint32, int64, uint64. */
export type IntegerType = "y" | "n" | "q" | "i" | "u" | "x" | "t";

/** Text that is no value, or a value out of its type's range. */
export class VariantError extends Error {
  override readonly name = "VariantError";
}

const KEYWORDS: Readonly<Record<string, string>> = {
  boolean: "b",
  byte: "y",
  int16: "n",
  uint16: "q",
  int32: "i",
  uint32: "u",
  int64: "x",
  uint64: "t",
  double: "d",
  string: "s",
  objectpath: "o",
  signature: "g",
};

const RANGES: Readonly<Record<IntegerType, readonly [low: bigint, high: bigint]>> = {
  y: [0n, 0xffn],
  n: [-0x8000n, 0x7fffn],
  q: [0n, 0xffffn],
  i: [-0x8000_0000n, 0x7fff_ffffn],
  u: [0n, 0xffff_ffffn],
  x: [-0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn],
  t: [0n, 0xffff_ffff_ffff_ffffn],
};

function isInteger(type: string): type is IntegerType {
  return Object.hasOwn(RANGES, type);
}

/** The D-Bus signature of a value. */
export function signatureOf(variant: Variant): string {
  if (variant.type === "array") return `a${variant.of}`;
  if (variant.type === "tuple") return `(${variant.items.map(signatureOf).join("")})`;
  return variant.type;
}

/** An integer of a type. @throws VariantError out of its range */
export function integer(type: IntegerType, value: bigint): Variant {
  const [low, high] = RANGES[type];
  if (value < low || value > high)
    throw new VariantError(`${value} is not between ${low} and ${high}`);
  return { type, value };
}

/** A string. */
export function text(value: string): Variant {
  return { type: "s", value };
}

/** An array; `of` is the signature of its items. @throws VariantError for an item of another type */
export function array(of: string, items: readonly Variant[]): Variant {
  for (const item of items) {
    if (signatureOf(item) !== of) {
      throw new VariantError(`an item of type ${signatureOf(item)} in an array of ${of}`);
    }
  }
  return { type: "array", of, items };
}

/** Reads a value. @throws VariantError */
export function parseVariant(source: string): Variant {
  const reader = new Reader(source);
  const value = reader.value(null, 0);
  reader.end();
  return value;
}

/** Writes a value so that {@link parseVariant} gives it back, type included. */
export function printVariant(variant: Variant): string {
  const bare = printBare(variant);
  const { type } = variant;
  if (isInteger(type)) {
    const keyword = Object.keys(KEYWORDS).find((key) => KEYWORDS[key] === type);
    return `${keyword ?? ""} ${bare}`;
  }
  const tells =
    type === "b" ||
    type === "d" ||
    type === "s" ||
    type === "v" ||
    (type === "array" && variant.of === "s" && variant.items.length > 0);
  return tells ? bare : `@${signatureOf(variant)} ${bare}`;
}

/** Without the type, for where it is known. */
function printBare(variant: Variant): string {
  if (variant.type === "array") return `[${variant.items.map(printBare).join(", ")}]`;
  if (variant.type === "tuple") {
    return `(${variant.items.map(printBare).join(", ")}${variant.items.length === 1 ? "," : ""})`;
  }
  if (variant.type === "v") return `<${printVariant(variant.value)}>`;
  const { value } = variant;
  if (typeof value === "string") return quote(value);
  return variant.type === "d" && Number.isInteger(value) ? `${value}.0` : `${value}`;
}

function quote(value: string): string {
  const escaped = value.replaceAll(/[\\']/g, "\\$&").replaceAll("\n", "\\n");
  return `'${escaped}'`;
}

const DEEPEST = 16;
const SPACE = /\s*/y;
const NUMBER = /[-+]?(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+)/y;
const WORD = /[a-z][a-z0-9]*/y;
const SIGNATURE = /@([a-z(){}]+)/y;

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#source);
    this.#at = SPACE.lastIndex;
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }

  #fail(what: string): VariantError {
    return new VariantError(
      `${what} at character ${this.#at + 1} of ${JSON.stringify(this.#source)}`,
    );
  }

  #takes(mark: string): boolean {
    this.#match(/(?:)/y);
    if (!this.#source.startsWith(mark, this.#at)) return false;
    this.#at += mark.length;
    return true;
  }

  end(): void {
    this.#match(/(?:)/y);
    if (this.#at < this.#source.length) throw this.#fail("something is left");
  }

  /** One value; `wanted` is its signature where something before it tells. */
  value(wanted: string | null, depth: number): Variant {
    if (depth > DEEPEST) throw this.#fail("too deep");
    const cast = this.#match(SIGNATURE);
    if (cast !== null) return this.value(checkSignature(cast[1] ?? ""), depth + 1);
    if (this.#takes("[")) return this.#array(wanted, depth);
    if (this.#takes("(")) return this.#tuple(wanted, depth);
    if (this.#takes("<")) return this.#variant(depth);
    const bytes = this.#takes("b'") ? "'" : this.#takes('b"') ? '"' : null;
    if (bytes !== null) return byteString(this.#string(bytes));
    for (const mark of ["'", '"']) {
      if (this.#takes(mark)) return this.#typedString(this.#string(mark), wanted);
    }
    const number = this.#match(NUMBER);
    if (number !== null) return this.#number(number[0], wanted);
    return this.#word(depth, wanted);
  }

  #word(depth: number, wanted: string | null): Variant {
    const word = this.#match(WORD)?.[0];
    if (word === "true" || word === "false")
      return this.#fits({ type: "b", value: word === "true" }, wanted);
    const type = word === undefined ? undefined : KEYWORDS[word];
    if (type === undefined) throw this.#fail("no value");
    return this.#fits(this.value(type, depth + 1), wanted);
  }

  #fits(variant: Variant, wanted: string | null): Variant {
    if (wanted === null || wanted === signatureOf(variant)) return variant;
    throw this.#fail(`type ${signatureOf(variant)} where ${wanted} is wanted`);
  }

  #number(digits: string, wanted: string | null): Variant {
    const whole = /^[-+]?(?:0[xX][0-9a-fA-F]+|\d+)$/.test(digits);
    if (wanted === "d" || (wanted === null && !whole)) return { type: "d", value: Number(digits) };
    const type = wanted ?? "i";
    if (!whole || !isInteger(type)) throw this.#fail(`number ${digits} where ${type} is wanted`);
    const magnitude = BigInt(digits.replace(/^[-+]/, ""));
    return integer(type, digits.startsWith("-") ? -magnitude : magnitude);
  }

  #typedString(value: string, wanted: string | null): Variant {
    const type = wanted ?? "s";
    if (type !== "s" && type !== "o" && type !== "g")
      throw this.#fail(`a string where ${type} is wanted`);
    return { type, value };
  }

  /** The rest of a string up to its mark. */
  #string(mark: string): string {
    let value = "";
    for (;;) {
      const next = this.#source[this.#at++];
      if (next === undefined) throw this.#fail("a string without end");
      if (next === mark) return value;
      value += next === "\\" ? this.#escape() : next;
    }
  }

  #escape(): string {
    const next = this.#source[this.#at++];
    if (next === undefined) throw this.#fail("a string without end");
    const plain: Readonly<Record<string, string>> = {
      n: "\n",
      t: "\t",
      r: "\r",
      a: "\x07",
      b: "\b",
      f: "\f",
      v: "\v",
    };
    if (next !== "u" && next !== "U") return plain[next] ?? next;
    const length = next === "u" ? 4 : 8;
    const digits = this.#source.slice(this.#at, this.#at + length);
    if (
      !new RegExp(`^[0-9a-fA-F]{${length}}$`).test(digits) ||
      Number.parseInt(digits, 16) > 0x10ffff
    ) {
      throw this.#fail("no character of that number");
    }
    this.#at += length;
    return String.fromCodePoint(Number.parseInt(digits, 16));
  }

  #list(close: string, item: (index: number) => Variant): readonly Variant[] {
    const items: Variant[] = [];
    while (!this.#takes(close)) {
      if (items.length > 0 && !this.#takes(",")) throw this.#fail(`no ${close}`);
      // A tuple of one ends in a comma.
      if (items.length > 0 && close === ")" && this.#takes(close)) break;
      items.push(item(items.length));
    }
    return items;
  }

  #array(wanted: string | null, depth: number): Variant {
    if (wanted !== null && !wanted.startsWith("a"))
      throw this.#fail(`an array where ${wanted} is wanted`);
    let of = wanted?.slice(1) ?? null;
    const items = this.#list("]", () => {
      const item = this.value(of, depth + 1);
      of ??= signatureOf(item);
      return item;
    });
    if (of === null) throw this.#fail("an empty array needs its type, such as @as []");
    return array(of, items);
  }

  #tuple(wanted: string | null, depth: number): Variant {
    const types = wanted === null ? null : membersOf(wanted);
    if (wanted !== null && types === null) throw this.#fail(`a tuple where ${wanted} is wanted`);
    const items = this.#list(")", (index) => this.value(types?.[index] ?? null, depth + 1));
    return this.#fits({ type: "tuple", items }, wanted);
  }

  #variant(depth: number): Variant {
    const value = this.value(null, depth + 1);
    if (!this.#takes(">")) throw this.#fail("no >");
    return { type: "v", value };
  }
}

/** GVariant's byte strings end in a NUL. */
function byteString(value: string): Variant {
  const bytes = [...new TextEncoder().encode(value), 0];
  return array(
    "y",
    bytes.map((byte) => integer("y", BigInt(byte))),
  );
}

/** Length of the first complete type of a signature, 0 when it begins with none. */
function firstType(signature: string): number {
  const first = signature[0] ?? "";
  if (first === "a") {
    const inner = firstType(signature.slice(1));
    return inner === 0 ? 0 : inner + 1;
  }
  if (first !== "(") return first !== "" && "bynqiuxtdsogv".includes(first) ? 1 : 0;
  let at = 1;
  while (signature[at] !== ")") {
    const inner = firstType(signature.slice(at));
    if (inner === 0) return 0;
    at += inner;
  }
  return at + 1;
}

function checkSignature(signature: string): string {
  if (signature === "" || firstType(signature) !== signature.length) {
    throw new VariantError(`@${signature} is not one type that can be given`);
  }
  return signature;
}

/** The types in a tuple's signature, null when it is another's. */
function membersOf(signature: string): readonly string[] | null {
  if (!signature.startsWith("(")) return null;
  const members: string[] = [];
  for (let at = 1; signature[at] !== ")";) {
    const length = firstType(signature.slice(at));
    members.push(signature.slice(at, at + length));
    at += length;
  }
  return members;
}

/** A property of a unit. */
export interface UnitProperty {
  readonly name: string;
  readonly value: Variant;
}

/** `Name=value`, as it stands in a plan. */
export function printProperty({ name, value }: UnitProperty): string {
  return `${name}=${printVariant(value)}`;
}

/** The other way. @throws VariantError */
export function parseProperty(line: string): UnitProperty {
  const at = line.indexOf("=");
  return { name: line.slice(0, Math.max(at, 0)), value: parseVariant(line.slice(at + 1)) };
}
