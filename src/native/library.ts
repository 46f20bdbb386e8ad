// The door to native code: koffi's file is opened by absolute path (its own index takes six times as
// long), and the project's host library through it. Nothing else in the program loads koffi.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** A C function as koffi hands it out; only src/native/ calls one, behind typed wrappers. */
export type NativeFunction = (...args: readonly unknown[]) => unknown;

interface KoffiLibrary {
  func(declaration: string): NativeFunction;
}

interface Koffi {
  load(path: string): KoffiLibrary;
  decode(value: unknown, type: string, count: number): unknown;
  address?(value: unknown): bigint;
}

/** A system call that failed: the call's name, the errno and the object it was used on. */
export class SystemError extends Error {
  override readonly name = "SystemError";
  readonly call: string;
  readonly errno: number;
  readonly object: string;
  constructor(call: string, errno: number, object: string, text: string) {
    super(object === "" ? `${call}: ${text}` : `${call} ${object}: ${text}`);
    this.call = call;
    this.errno = errno;
    this.object = object;
  }
}

/**
 * The directory of the engine's companions (koffi.node, host.so, init, attend): beside the compiled
 * engine, or dist/lib/tsrun in a working tree.
 */
export function libraryDirectory(): string {
  return process.versions["bun"] === undefined
    ? fileURLToPath(new URL("../../../lib/tsrun", import.meta.url))
    : dirname(process.execPath);
}

let koffi: Koffi | undefined;
const libraries = new Map<string, KoffiLibrary>();

/** Loads a shared library once; `host.so` and the like are looked for beside the engine. */
export function library(name: string): KoffiLibrary {
  const known = libraries.get(name);
  if (known !== undefined) return known;
  if (koffi === undefined) {
    const module: { exports: unknown } = { exports: {} };
    process.dlopen(module, `${libraryDirectory()}/koffi.node`);
    koffi = module.exports as Koffi;
  }
  const loaded = koffi.load(
    name.includes("/") || name.startsWith("lib") ? name : `${libraryDirectory()}/${name}`,
  );
  libraries.set(name, loaded);
  return loaded;
}

/** Reads numbers (uint32_t) through a pointer that a C function returned. */
export function wordsAt(pointer: unknown, count: number): readonly number[] {
  const words = pointer === null ? [] : koffi?.decode(pointer, "uint32_t", count);
  return words instanceof Uint32Array || Array.isArray(words) ? Array.from(words, Number) : [];
}

/** The C string at an address that a native function gave. */
export function decodeText(address: bigint): string {
  const value = address === 0n ? "" : koffi?.decode(address, "char", -1);
  return typeof value === "string" ? value : "";
}

const functions = new Map<string, NativeFunction>();

/**
 * A function of the host library by its C declaration, looked up once. Convention of c/host: a
 * negative result is -errno.
 */
export function hostFunction(declaration: string): NativeFunction {
  let found = functions.get(declaration);
  if (found === undefined) {
    found = library("host.so").func(declaration);
    functions.set(declaration, found);
  }
  return found;
}
