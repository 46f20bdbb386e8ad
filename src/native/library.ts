// The doors to native code. The project's own library is a Node-API module, opened like one: most
// verbs load nothing else. Libraries of others (libseccomp, libsystemd) come through koffi, whose file is
// opened by absolute path, since its own index takes six times as long.
import type { HostLibrary } from "./host.gen.ts";

/** A C function of another library as koffi hands it out; only src/native/ calls one. */
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
  /** The errno's name, where node:fs has it too. */
  get code(): string {
    return hostFunction("tsr_error_name")(this.errno);
  }
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
    ? decodeURIComponent(new URL("../../../lib/tsrun", import.meta.url).pathname)
    : process.execPath.slice(0, process.execPath.lastIndexOf("/"));
}

/** Opens a file of native code beside the engine, as `require` would. */
function openModule(name: string): unknown {
  const module: { exports: unknown } = { exports: {} };
  process.dlopen(module, `${libraryDirectory()}/${name}`);
  return module.exports;
}

let koffi: Koffi | undefined;
const libraries = new Map<string, KoffiLibrary>();

/** Loads a shared library of the host once, by the name that the loader knows. */
export function library(name: string): KoffiLibrary {
  const known = libraries.get(name);
  if (known !== undefined) return known;
  koffi ??= openModule("koffi.node") as Koffi;
  const loaded = koffi.load(name);
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

type Find = <Name extends keyof HostLibrary>(name: Name) => HostLibrary[Name] | undefined;

let find: Find | undefined;
const functions = new Map<keyof HostLibrary, unknown>();

/**
 * A function of the host library. It checks its arguments: a wrong kind, a number out of range, a text
 * with a NUL or an array that is too short is a TypeError, and nothing is called.
 *
 * @throws TypeError when the library is another build's
 */
export function hostFunction<Name extends keyof HostLibrary>(name: Name): HostLibrary[Name] {
  const known = functions.get(name);
  if (known !== undefined) return known as HostLibrary[Name];
  find ??= openModule("host.so") as Find;
  const found = find(name);
  if (found === undefined) throw new TypeError(`host.so has no ${name}`);
  functions.set(name, found);
  return found;
}
