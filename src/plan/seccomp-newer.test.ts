import { test } from "uvu";
import * as assert from "uvu/assert";
import { newerProgram, refusesNewer } from "./seccomp-newer.ts";

const X86_64 = 0xc000_003e;
const X86 = 0x4000_0003;
const X32 = 0x4000_003e;
const ARM64 = 0xc000_00b7;
const BIT = 0x4000_0000;
const ENOSYS = 0x0005_0026;

/** Runs the instructions; "on" when they come to their end, where the filter begins. */
function run(bytes: Uint8Array, arch: number, call: number): number | "on" {
  const view = new DataView(bytes.buffer);
  let at = 0;
  let value = 0;
  while (at * 8 < bytes.length) {
    const constant = view.getUint32(at * 8 + 4, true);
    const branch = (holds: boolean): number => 1 + view.getUint8(at * 8 + (holds ? 2 : 3));
    switch (view.getUint16(at * 8, true)) {
      case 0x20:
        value = constant === 4 ? arch : call;
        at += 1;
        break;
      case 0x15:
        at += branch(value === constant);
        break;
      case 0x25:
        at += branch(value > constant);
        break;
      case 0x35:
        at += branch(value >= constant);
        break;
      case 0x05:
        at += 1 + constant;
        break;
      case 0x06:
        return constant;
      default:
        throw new Error("no such instruction");
    }
  }
  assert.is(at * 8, bytes.length, "a jump beyond the filter's begin");
  return "on";
}

test("calls above the highest that is named are refused, each architecture by its own", () => {
  const program = newerProgram(
    new Map([
      [X86_64, 439],
      [X86, 440],
      [ARM64, 441],
    ]),
  );
  for (const [arch, last] of [
    [X86_64, 439],
    [X86, 440],
    [ARM64, 441],
  ] as const) {
    assert.is(run(program, arch, 0), "on");
    assert.is(run(program, arch, last), "on");
    assert.is(run(program, arch, last + 1), ENOSYS);
  }
  assert.is(run(program, 0x1234, 9999), "on", "another architecture is the filter's");
  assert.is(run(program, X86_64, BIT | 9999), "on", "x32 that is not listed too");
});

test("x32 has its own numbers below those of x86-64", () => {
  const program = newerProgram(
    new Map([
      [X86_64, 439],
      [X32, BIT | 547],
    ]),
  );
  assert.is(run(program, X86_64, 439), "on");
  assert.is(run(program, X86_64, 500), ENOSYS);
  assert.is(run(program, X86_64, BIT | 547), "on");
  assert.is(run(program, X86_64, BIT | 548), ENOSYS);
  const alone = newerProgram(new Map([[X32, BIT | 547]]));
  assert.is(run(alone, X86_64, 9999), "on");
  assert.is(run(alone, X86_64, BIT | 548), ENOSYS);
});

test("nothing is refused where the default lets calls through, or says ENOSYS itself", () => {
  for (const defaultAction of ["SCMP_ACT_ALLOW", "SCMP_ACT_LOG", "SCMP_ACT_TRACE"] as const) {
    assert.not(refusesNewer({ defaultAction }));
  }
  assert.ok(refusesNewer({ defaultAction: "SCMP_ACT_ERRNO" }));
  assert.ok(refusesNewer({ defaultAction: "SCMP_ACT_KILL_PROCESS" }));
  assert.ok(refusesNewer({ defaultAction: "SCMP_ACT_ERRNO", defaultErrnoRet: 1 }));
  assert.not(refusesNewer({ defaultAction: "SCMP_ACT_ERRNO", defaultErrnoRet: 38 }));
});

test.run();
