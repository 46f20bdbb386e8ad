// linux.seccomp to a filter program, by libseccomp (loaded at first use, not at all without a profile).
import { closeFd, O_RDONLY, openFile, readToEnd } from "./files.ts";
import { systemError } from "./errors.ts";
import { hostFunction, library, SystemError, wordsAt } from "./library.ts";
import type { NativeFunction } from "./library.ts";

/** One comparison of an argument; values are exact 64-bit. */
export interface FilterArg {
  readonly index: number;
  /** Number of libseccomp's `enum scmp_compare`. */
  readonly op: number;
  readonly value: bigint;
  readonly valueTwo: bigint;
}

/** One rule: what happens to these calls. */
export interface FilterRule {
  readonly names: readonly string[];
  /** SCMP_ACT_* with its errno already in it. */
  readonly action: number;
  readonly args: readonly FilterArg[];
}

/** A whole filter in libseccomp's terms. */
export interface Filter {
  readonly defaultAction: number;
  /** libseccomp's names (`x86_64`), besides the native one. */
  readonly architectures: readonly string[];
  readonly rules: readonly FilterRule[];
}

/** A profile that libseccomp refuses. */
export class FilterError extends Error {
  override readonly name = "FilterError";
}

const LIBRARY = "libseccomp.so.2";
const ATTR_OPTIMIZE = 8;
const EEXIST = 17;
// Above this many rules libseccomp's binary tree is faster than its list.
const TREE_FROM = 32;

interface Api {
  readonly init: NativeFunction;
  readonly release: NativeFunction;
  readonly archResolve: NativeFunction;
  readonly archAdd: NativeFunction;
  readonly archNative: NativeFunction;
  readonly resolve: NativeFunction;
  readonly resolveFor: NativeFunction;
  readonly rule: NativeFunction;
  readonly attribute: NativeFunction;
  readonly exportBpf: NativeFunction;
}

let loaded: Api | undefined;

function seccompLibrary(): ReturnType<typeof library> {
  try {
    return library(LIBRARY);
  } catch {
    throw new FilterError(`seccomp: ${LIBRARY} cannot be loaded; install libseccomp2`);
  }
}

/**
 * Version of the installed libseccomp (`2.5.4`), whose filters differ.
 * @throws FilterError when there is none
 */
export function filterVersion(): string {
  // struct scmp_version: three unsigned int.
  const version = seccompLibrary().func("const uint32_t *seccomp_version(void)");
  return wordsAt(version(), 3).join(".");
}

function api(): Api {
  if (loaded !== undefined) return loaded;
  const lib = seccompLibrary();
  loaded = {
    init: lib.func("void *seccomp_init(uint32_t action)"),
    release: lib.func("void seccomp_release(void *filter)"),
    archResolve: lib.func("uint32_t seccomp_arch_resolve_name(const char *name)"),
    archAdd: lib.func("int seccomp_arch_add(void *filter, uint32_t arch)"),
    archNative: lib.func("uint32_t seccomp_arch_native(void)"),
    resolveFor: lib.func("int seccomp_syscall_resolve_name_arch(uint32_t arch, const char *name)"),
    resolve: lib.func("int seccomp_syscall_resolve_name(const char *name)"),
    rule: lib.func(
      "int seccomp_rule_add_array(void *filter, uint32_t action, int call, unsigned int count, const void *args)",
    ),
    attribute: lib.func("int seccomp_attr_set(void *filter, int attribute, uint32_t value)"),
    exportBpf: lib.func("int seccomp_export_bpf(void *filter, int fd)"),
  };
  return loaded;
}

function argBytes(args: readonly FilterArg[]): Buffer {
  const bytes = Buffer.alloc(Math.max(args.length, 1) * 24);
  for (const [i, arg] of args.entries()) {
    bytes.writeUInt32LE(arg.index, i * 24);
    bytes.writeUInt32LE(arg.op, i * 24 + 4);
    bytes.writeBigUInt64LE(arg.value, i * 24 + 8);
    bytes.writeBigUInt64LE(arg.valueTwo, i * 24 + 16);
  }
  return bytes;
}

function need(result: unknown, what: string): void {
  if (result !== 0) throw new FilterError(`seccomp: ${what}: libseccomp error ${String(result)}`);
}

// libseccomp takes one comparison per argument. Several on one argument become rules of their own,
// as in other runtimes.
function conditionSets(args: readonly FilterArg[]): readonly (readonly FilterArg[])[] {
  const repeated = new Set(args.map((arg) => arg.index)).size < args.length;
  return repeated ? args.map((arg) => [arg]) : [args];
}

function addRule(a: Api, context: unknown, rule: FilterRule): void {
  const sets = conditionSets(rule.args).map((set) => ({ count: set.length, bytes: argBytes(set) }));
  for (const name of rule.names) {
    const call = a.resolve(name);
    // A call that this libseccomp does not know: profiles name newer calls on purpose.
    if (call === -1) continue;
    for (const { count, bytes } of sets) {
      const result = a.rule(context, rule.action, call, count, bytes);
      if (result !== 0 && result !== -EEXIST) need(result, `rule for ${name}`);
    }
  }
}

function exported(a: Api, context: unknown): Uint8Array {
  const memory = hostFunction("tsr_memory")();
  if (typeof memory !== "number" || memory < 0) {
    throw systemError(
      "memfd_create",
      typeof memory === "number" ? -memory : 5,
      "the seccomp filter",
    );
  }
  try {
    need(a.exportBpf(context, memory), "export");
    const again = openFile(`/proc/self/fd/${memory}`, O_RDONLY);
    try {
      return readToEnd(again, 1 << 20, "the seccomp filter");
    } finally {
      closeFd(again);
    }
  } finally {
    closeFd(memory);
  }
}

/**
 * Compiles a filter to classic BPF (struct sock_filter[]).
 * @throws FilterError, SystemError
 */
export function compileFilter(filter: Filter): Uint8Array {
  const a = api();
  const context = a.init(filter.defaultAction);
  if (context === null) throw new FilterError("seccomp: libseccomp refuses the default action");
  try {
    for (const name of filter.architectures) {
      const arch = a.archResolve(name);
      if (arch === 0)
        throw new FilterError(`seccomp: libseccomp does not know the architecture ${name}`);
      const result = a.archAdd(context, arch);
      if (result !== 0 && result !== -EEXIST) need(result, `architecture ${name}`);
    }
    for (const rule of filter.rules) {
      // libseccomp refuses a rule that does what the default does.
      if (rule.action !== filter.defaultAction) addRule(a, context, rule);
    }
    const calls = filter.rules.reduce((sum, rule) => sum + rule.names.length, 0);
    if (calls > TREE_FROM) a.attribute(context, ATTR_OPTIMIZE, 2);
    return exported(a, context);
  } catch (error) {
    throw error instanceof SystemError ? new FilterError(`seccomp: ${error.message}`) : error;
  } finally {
    a.release(context);
  }
}

/**
 * The highest system call that a filter names, by architecture (libseccomp's token).
 * @throws FilterError
 */
export function newestCalls(filter: Filter): ReadonlyMap<number, number> {
  const a = api();
  const newest = new Map<number, number>();
  const tokens = [a.archNative(), ...filter.architectures.map((name) => a.archResolve(name))];
  for (const token of tokens.map(Number)) {
    for (const name of filter.rules.flatMap((rule) => rule.names)) {
      // Negative: not there on this architecture.
      const call = Number(a.resolveFor(token, name));
      if (call >= 0 && call > (newest.get(token) ?? -1)) newest.set(token, call);
    }
  }
  return newest;
}
