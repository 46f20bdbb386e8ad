// The host library refuses arguments that its functions do not take.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hostFunction } from "./library.ts";

/** The function without its types, for arguments that TypeScript would not let through. */
function untyped(name: Parameters<typeof hostFunction>[0]): (...args: unknown[]) => unknown {
  return hostFunction(name) as (...args: unknown[]) => unknown;
}

function refused(name: Parameters<typeof hostFunction>[0], args: unknown[], why: RegExp): void {
  assert.throws(
    () => untyped(name)(...args),
    (error: unknown) => error instanceof TypeError && why.test(error.message),
  );
}

test("numbers are whole and in range", () => {
  for (const fd of [1.5, NaN, Infinity, 2 ** 31, "1", undefined, null, 1n])
    refused("tsr_close", [fd], /^tsr_close: argument 1 is not a number of 32 bits$/);
  for (const mode of [-1, 2 ** 32]) refused("tsr_open", ["/", 0, mode], /argument 3/);
  refused("tsr_prlimit", [0, 7, 1, 1n], /argument 3 is not a bigint/);
  refused("tsr_prlimit", [0, 7, -1n, 1n], /argument 3 is not a bigint/);
  refused("tsr_prlimit", [0, 7, 1n << 64n, 1n], /argument 3 is not a bigint/);
});

test("texts have no NUL, alone and in lists", () => {
  refused("tsr_open", ["/dev/null\0x", 0, 0], /argument 1 is not a text without NUL/);
  refused("tsr_open", [7, 0, 0], /argument 1 is not a text/);
  refused("tsr_execve", ["/bin/true", ["a\0b"], []], /argument 2 is not a list of texts/);
  refused("tsr_execve", ["/bin/true", ["a", 1], []], /argument 2 is not a list of texts/);
  refused("tsr_execve", ["/bin/true", "a", []], /argument 2 is not a list of texts/);
});

test("arrays have the right kind and are long enough", () => {
  refused("tsr_pair", [0, new Int32Array(1)], /argument 2 is not an array of the right kind/);
  refused("tsr_pair", [0, new Uint32Array(2)], /argument 2 is not an array of the right kind/);
  refused("tsr_read", [0, new Int32Array(1)], /argument 2 is not bytes/);
  refused("tsr_read", [0, null], /argument 2 is not bytes/);
  refused("tsr_poll", [new Uint8Array(4), new Int32Array(1), 0], /argument 1 is not numbers/);
});

test("structures have their size", () => {
  const EINVAL = 22;
  const none = new Uint8Array(8);
  const hook = ["/bin/true", [], [], "", 0, 0n, 0n, -1, none] as const;
  assert.is(hostFunction("tsr_hook")(...hook), -EINVAL);
  assert.is(hostFunction("tsr_net_move")(-1, "a", "b", none, new Int32Array(1)), -EINVAL);
});

test("long texts arrive whole", () => {
  const ENAMETOOLONG = 36;
  const ENOENT = 2;
  assert.is(hostFunction("tsr_open")(`/${"x".repeat(100_000)}`, 0, 0), -ENAMETOOLONG);
  assert.is(hostFunction("tsr_open")(`/nowhere/${"ä/".repeat(1000)}`, 0, 0), -ENOENT);
});

test("a function that is not there is an error that names it", () => {
  assert.throws(() => untyped("tsr_nothing" as never), /host\.so has no tsr_nothing/);
});

test.run();
