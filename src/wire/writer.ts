// A growing buffer of little-endian fields: how the bytes of a plan are laid down.

/** Thrown when a plan cannot be put on the wire: a mistake of the planner, or text the kernel cannot take. */
export class EncodeError extends Error {
  override readonly name = "EncodeError";
}

/** Appends fields as the table's types say; see "On the wire" in ARCHITECTURE.md. */
export class Writer {
  readonly #encoder = new TextEncoder();
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** @throws EncodeError when the value is no unsigned integer of 16 bits. */
  u16(value: number): void {
    if ((value & 0xffff) !== value) throw new EncodeError(`${value} is not between 0 and 65535`);
    const at = this.#take(2);
    this.#view.setUint16(at, value, true);
  }

  /** @throws EncodeError when the value is no unsigned integer of 32 bits. */
  u32(value: number): void {
    const at = this.#take(4);
    this.patch(at, value);
  }

  /** Overwrites four bytes: lengths that are known only afterwards. */
  patch(at: number, value: number): void {
    // Called for most of what a plan holds: one comparison tells whole numbers in range from others.
    if (value >>> 0 !== value) throw new EncodeError(`${value} is not between 0 and 4294967295`);
    this.#view.setUint32(at, value, true);
  }

  /** @throws EncodeError when the value does not fit 64 bits without a sign. */
  u64(value: bigint): void {
    if (BigInt.asUintN(64, value) !== value) throw new EncodeError(`${value} is no u64`);
    const at = this.#take(8);
    this.#view.setBigUint64(at, value, true);
  }

  /** @throws EncodeError when the value does not fit 64 bits with a sign. */
  i64(value: bigint): void {
    if (BigInt.asIntN(64, value) !== value) throw new EncodeError(`${value} is no i64`);
    const at = this.#take(8);
    this.#view.setBigInt64(at, value, true);
  }

  /**
   * Length, UTF-8 and a NUL.
   *
   * @throws EncodeError on NUL (the rest would be lost in C) and on half a surrogate pair (it would
   *   silently name another file).
   */
  text(value: string): void {
    if (value.includes("\0")) throw new EncodeError("text with a NUL in it");
    if (!value.isWellFormed()) throw new EncodeError("text that is not Unicode");
    const at = this.#take(4);
    // A UTF-16 unit becomes at most three bytes.
    this.#reserve(value.length * 3 + 1);
    const { written } = this.#encoder.encodeInto(value, this.#bytes.subarray(this.#length));
    this.#length += written;
    this.patch(at, written);
    this.#bytes[this.#take(1)] = 0;
  }

  /** Length and the bytes as they are. */
  blob(value: Uint8Array): void {
    this.u32(value.length);
    const at = this.#take(value.length);
    this.#bytes.set(value, at);
  }

  /** What was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #take(length: number): number {
    this.#reserve(length);
    const at = this.#length;
    this.#length += length;
    return at;
  }

  #reserve(length: number): void {
    const need = this.#length + length;
    if (need <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(need, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
