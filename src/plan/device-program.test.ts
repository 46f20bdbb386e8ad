import { test } from "uvu";
import * as assert from "uvu/assert";
import { BPF, deviceProgram } from "./device-program.ts";
import { ACCESS, allowsAll, configuredRules, DENY_ALL, FULL, USUAL } from "./device-rules.ts";
import { PlanError } from "./types.ts";
import type { Rule } from "./device-rules.ts";
import type { DeviceRule } from "../config/config.gen.ts";

const KIND = { b: 1, c: 2 } as const;

/** Runs a program as the kernel would: 32-bit registers, forward jumps, an end on every path. */
function run(
  program: Uint8Array,
  type: "b" | "c",
  major: number,
  minor: number,
  access: number,
): boolean {
  const view = new DataView(program.buffer);
  const context = [((access << 16) | KIND[type]) >>> 0, major, minor];
  const registers = new Uint32Array(11);
  for (let pc = 0; pc * 8 < program.length; pc++) {
    const at = pc * 8;
    const dst = view.getUint8(at + 1) & 15;
    const src = view.getUint8(at + 1) >> 4;
    const offset = view.getInt16(at + 2, true);
    const imm = view.getInt32(at + 4, true) >>> 0;
    const left = registers[dst] ?? 0;
    switch (view.getUint8(at)) {
      case BPF.loadWord:
        registers[dst] = context[offset / 4] ?? 0;
        break;
      case BPF.moveRegister:
        registers[dst] = registers[src] ?? 0;
        break;
      case BPF.moveImmediate:
        registers[dst] = imm;
        break;
      case BPF.and:
        registers[dst] = left & imm;
        break;
      case BPF.shiftRight:
        registers[dst] = left >>> imm;
        break;
      case BPF.jumpEqual:
        if (left === imm) pc += offset;
        break;
      case BPF.jumpNotEqual:
        if (left !== imm) pc += offset;
        break;
      case BPF.exit:
        return registers[0] === 1;
      default:
        throw new Error(`instruction ${view.getUint8(at)} at ${pc}`);
    }
  }
  throw new Error("ran past the end");
}

/** What the rules mean: for each kind of access the last one that matches. */
function meaning(
  rules: readonly Rule[],
  type: "b" | "c",
  major: number,
  minor: number,
  access: number,
): boolean {
  return [ACCESS.m, ACCESS.r, ACCESS.w].every((bit) => {
    if ((access & bit) === 0) return true;
    const last = rules.findLast(
      (rule) =>
        (rule.type === "a" || rule.type === type) &&
        (rule.major === null || rule.major === major) &&
        (rule.minor === null || rule.minor === minor) &&
        (rule.access & bit) !== 0,
    );
    return last?.allow === true;
  });
}

const compile = (rules: readonly DeviceRule[]): readonly Rule[] => [
  DENY_ALL,
  ...configuredRules(rules),
  ...USUAL,
];
const allowed = (
  rules: readonly DeviceRule[],
  type: "b" | "c",
  major: number,
  minor: number,
  access: number,
): boolean => run(deviceProgram(compile(rules)), type, major, minor, access);

test("[RD-1] rules apply in order: deny all then allow works, the other way round denies", () => {
  const deny: DeviceRule = { allow: false };
  const fuse: DeviceRule = { allow: true, type: "c", major: 10, minor: 229, access: "rwm" };
  assert.is(allowed([deny, fuse], "c", 10, 229, ACCESS.r | ACCESS.w), true);
  assert.is(allowed([fuse, deny], "c", 10, 229, ACCESS.r), false);
});

test("[RD-7] [DV-11] the usual devices stay usable under deny all, others do not", () => {
  const rules: readonly DeviceRule[] = [{ allow: false, access: "rwm" }];
  assert.is(allowed(rules, "c", 1, 3, FULL), true);
  assert.is(allowed(rules, "c", 136, 17, FULL), true);
  assert.is(allowed(rules, "b", 8, 0, ACCESS.m), true);
  assert.is(allowed(rules, "b", 8, 0, ACCESS.r), false);
  assert.is(allowed([], "c", 10, 229, ACCESS.r), false);
});

test("[RD-4] [RD-5] numbers that are absent mean all, and each access is judged by itself", () => {
  const rules: readonly DeviceRule[] = [
    { allow: true, type: "c", major: 10, access: "r" },
    { allow: true, type: "c", major: 10, minor: 229, access: "w" },
  ];
  assert.is(allowed(rules, "c", 10, 5, ACCESS.r), true);
  assert.is(allowed(rules, "c", 10, 5, ACCESS.r | ACCESS.w), false);
  assert.is(allowed(rules, "c", 10, 229, ACCESS.r | ACCESS.w), true);
  assert.is(allowed(rules, "b", 10, 229, ACCESS.r), false);
});

test("[RD-3] an unknown type or access letter is refused with its place", () => {
  const at = (rule: object): string => {
    try {
      configuredRules([rule as DeviceRule]);
    } catch (error) {
      if (error instanceof PlanError) return error.pointer;
    }
    return "accepted";
  };
  assert.is(at({ allow: true, type: "z" }), "/linux/resources/devices/0/type");
  assert.is(at({ allow: true, access: "rq" }), "/linux/resources/devices/0/access");
  assert.is(at({ allow: true, major: -2 }), "/linux/resources/devices/0/major");
});

test("rules that end with everything allowed need no program", () => {
  assert.is(allowsAll(compile([{ allow: true }])), true);
  assert.is(allowsAll(compile([{ allow: true }, { allow: false, type: "c", major: 1 }])), false);
  assert.is(allowsAll(compile([{ allow: true, access: "rw" }])), false);
});

test("the program decides as the rules mean, for 400 random lists and every access", () => {
  let seed = 12345;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  for (let round = 0; round < 400; round++) {
    const rules: Rule[] = Array.from({ length: random(9) }, () => ({
      allow: random(2) === 1,
      type: (["a", "b", "c"] as const)[random(3)] ?? "a",
      major: random(3) === 0 ? null : random(3),
      minor: random(3) === 0 ? null : random(3),
      access: 1 + random(7),
      pointer: null,
    }));
    const program = deviceProgram(rules);
    for (let access = 1; access <= FULL; access++) {
      for (const type of ["b", "c"] as const) {
        for (let number = 0; number < 9; number++) {
          const major = number % 3;
          const minor = Math.floor(number / 3);
          assert.is(
            run(program, type, major, minor, access),
            meaning(rules, type, major, minor, access),
            JSON.stringify({ rules, type, major, minor, access }),
          );
        }
      }
    }
  }
});

test.run();
