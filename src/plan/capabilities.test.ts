import { suite } from "uvu";
import * as assert from "uvu/assert";
import { CAPABILITIES, capabilityMasks, capabilityNumber, grantable } from "./capabilities.ts";
import { testFacts } from "./testing.ts";
import type { Warning } from "./types.ts";

const test = suite("capabilities");

const ALL = (1n << 41n) - 1n;

test("[P-25] there are 41 names, numbered as the kernel numbers them", () => {
  assert.is(CAPABILITIES.length, 41);
  assert.is(capabilityNumber("CAP_CHOWN"), 0);
  assert.is(capabilityNumber("CAP_SYS_ADMIN"), 21);
  assert.is(capabilityNumber("CAP_CHECKPOINT_RESTORE"), 40);
  assert.is(capabilityNumber("CHOWN"), null);
  assert.is(capabilityNumber("CAP_TEST"), null);
});

test("[P-22] the five sets are independent, a list left out is empty", () => {
  const warnings: Warning[] = [];
  const sets = {
    bounding: ["CAP_CHOWN", "CAP_KILL"],
    effective: ["CAP_KILL"],
    permitted: ["CAP_CHOWN"],
    inheritable: ["CAP_CHOWN"],
    ambient: ["CAP_CHOWN"],
  };
  assert.equal(capabilityMasks(sets, ALL, "/p", warnings), {
    bounding: 0b100001n,
    permitted: 1n,
    effective: 0b100000n,
    inheritable: 1n,
    ambient: 1n,
  });
  assert.equal(warnings, []);
});

test("what is ambient must be permitted and inheritable, else it is a warning by name", () => {
  const warnings: Warning[] = [];
  const sets = {
    permitted: ["CAP_CHOWN", "CAP_KILL"],
    inheritable: ["CAP_CHOWN", "CAP_SETUID"],
    ambient: ["CAP_CHOWN", "CAP_KILL", "CAP_SETUID"],
  };
  assert.is(capabilityMasks(sets, ALL, "/p", warnings).ambient, 1n);
  assert.equal(warnings, [
    {
      pointer: "/p/ambient",
      message: "can't raise ambient capability CAP_KILL: it is not inheritable",
    },
    {
      pointer: "/p/ambient",
      message: "can't raise ambient capability CAP_SETUID: it is not permitted",
    },
  ]);
});

test("[Q-11] without the section all sets are empty", () => {
  const masks = capabilityMasks(undefined, ALL, "/p", []);
  assert.equal(Object.values(masks), [0n, 0n, 0n, 0n, 0n]);
});

test("[P-23] [P-24] unknown and unavailable names are one warning and left out", () => {
  const warnings: Warning[] = [];
  const names = ["CAP_TEST", "CAP_BPF", "CAP_CHOWN"];
  const masks = capabilityMasks(
    { bounding: names, permitted: names },
    1n,
    "/process/capabilities",
    warnings,
  );
  assert.is(masks.bounding, 1n);
  assert.is(masks.permitted, 1n);
  assert.equal(warnings, [
    {
      pointer: "/process/capabilities",
      message: "ignoring unknown or unavailable capabilities: [CAP_BPF CAP_TEST]",
    },
  ]);
});

test("a user namespace can give all that the kernel has, else what the runtime holds", () => {
  const facts = testFacts({ capabilities: 7n, lastCapability: 37 });
  assert.is(grantable(facts, false), 7n);
  assert.is(grantable(facts, true), (1n << 38n) - 1n);
});

test.run();
