import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Seccomp } from "../config/config.gen.ts";
import { compileSteps, filterStep, listenerSteps } from "./seccomp.ts";
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

const NOTIFY: Seccomp = {
  ...PROFILE,
  syscalls: [{ names: ["mkdir"], action: "SCMP_ACT_NOTIFY" }],
  listenerPath: "/run/agent",
};

test("[SC-8] [SC-13] a filter that notifies has a listener, which goes to the agent", () => {
  assert.is(only(filterStep(NOTIFY, "process"), "seccomp").flags, 4n | 8n);
  assert.equal(only(listenerSteps(NOTIFY), "seccomp-listener"), {
    op: "seccomp-listener",
    path: "/run/agent",
    metadata: null,
  });
  const labelled = { ...NOTIFY, listenerMetadata: "x" };
  assert.is(only(listenerSteps(labelled), "seccomp-listener").metadata, "x");
});

test("[SC-7] with a listener WAIT_KILLABLE_RECV counts and TSYNC needs another error", () => {
  const flags = ["SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"] as const;
  assert.is(only(filterStep({ ...NOTIFY, flags }, "process"), "seccomp").flags, 0x39n);
});

test("[SC-12] without NOTIFY the listener's path means nothing", () => {
  assert.equal(listenerSteps({ ...PROFILE, listenerPath: "/run/agent" }), []);
});

test.run();
