import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Seccomp } from "../config/config.gen.ts";
import { compileSteps, filterStep } from "./seccomp.ts";
import { only } from "./testing.ts";

const test = suite("seccomp");

const PROFILE: Seccomp = { defaultAction: "SCMP_ACT_ERRNO" };

test("[SC-1] without a profile there is neither a filter nor a compilation", () => {
  assert.equal(compileSteps(null), []);
  assert.equal(filterStep(null, "process"), []);
});

test("[SC-21] the profile stays data, exact to 64 bits", () => {
  const value = 0xffff_ffff_ffff_fffen;
  const args = [{ index: 0, op: "SCMP_CMP_EQ", value } as const];
  const syscalls = [{ names: ["read"], action: "SCMP_ACT_ALLOW", args } as const];
  const { profile, blob } = only(compileSteps({ ...PROFILE, syscalls }), "seccomp-compile");
  assert.match(profile, '"value":18446744073709551614');
  assert.is(only(filterStep(PROFILE, "process"), "seccomp").filter, blob);
});

test("[SC-7] flags are the kernel's bits, SPEC_ALLOW when there is no list", () => {
  const flags = (list?: Seccomp["flags"]): bigint =>
    only(
      filterStep(list === undefined ? PROFILE : { ...PROFILE, flags: list }, "process"),
      "seccomp",
    ).flags;
  assert.is(flags(), 4n);
  assert.is(flags([]), 0n);
  assert.is(flags(["SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG"]), 3n);
  assert.is(flags(["SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"]), 0n, "only with a listener");
});

test("[SC-8] notification is refused by its place", () => {
  assert.throws(
    () => compileSteps({ defaultAction: "SCMP_ACT_NOTIFY" }),
    /SCMP_ACT_NOTIFY is not supported yet/,
  );
  const rule = { names: ["mkdir"], action: "SCMP_ACT_NOTIFY" } as const;
  try {
    compileSteps({ ...PROFILE, syscalls: [{ ...rule, action: "SCMP_ACT_ALLOW" }, rule] });
    assert.unreachable();
  } catch (error) {
    assert.is((error as { readonly pointer?: string }).pointer, "/linux/seccomp/syscalls/1/action");
  }
});

test.run();
