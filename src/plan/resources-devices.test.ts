import { test } from "uvu";
import * as assert from "uvu/assert";
import { configuredRules, DENY_ALL, USUAL } from "./device-rules.ts";
import { deviceWritesV1 } from "./resources-devices.ts";
import { PlanError } from "./types.ts";
import type { DeviceRule } from "../config/config.gen.ts";

const place = { mount: "/sys/fs/cgroup/devices", path: "/c", version: 1 } as const;
const USUAL_TEXT = USUAL.map(({ type, major, minor, access }) => {
  return `+${type} ${major ?? "*"}:${minor ?? "*"} ${access === 1 ? "m" : "rwm"}`;
});

function writes(rules: readonly DeviceRule[], usual = USUAL): readonly string[] {
  return deviceWritesV1(place, [DENY_ALL, ...configuredRules(rules), ...usual]).map(({ op }) => {
    if (op.op !== "cgroup-write") throw new Error(op.op);
    return `${op.file === "devices.allow" ? "+" : "-"}${op.value}`;
  });
}

test("[RD-6] [RD-7] [DV-11] everything is denied first, the usual devices come last", () => {
  assert.equal(writes([]), ["-a", ...USUAL_TEXT]);
  assert.equal(writes([{ allow: false, access: "rwm" }]), ["-a", ...USUAL_TEXT]);
});

test("[RD-1] configured rules stand between, in their order; what changes nothing is not written", () => {
  const rules: readonly DeviceRule[] = [
    { allow: false, access: "rwm" },
    { allow: true, type: "c", major: 10, minor: 229, access: "rw" },
    { allow: true, type: "c", major: 1, minor: 3, access: "rwm" },
    { allow: false, type: "c", major: 7, minor: 7 },
  ];
  assert.equal(writes(rules), [
    "-a",
    "+c 10:229 rw",
    "+c 1:3 rwm",
    ...USUAL_TEXT.filter((text) => text !== "+c 1:3 rwm"),
  ]);
});

test("a deny takes back what was allowed, by the words of the exceptions below it", () => {
  const rules: readonly DeviceRule[] = [
    { allow: true, type: "c", major: 10, minor: 229, access: "rwm" },
    { allow: true, type: "b", major: 8, minor: 1, access: "r" },
    { allow: false, type: "c", major: 10, access: "w" },
  ];
  assert.equal(writes(rules, []), ["-a", "+c 10:229 rwm", "+b 8:1 r", "-c 10:229 w"]);
});

test("all devices allowed is one write, since the usual ones are in it", () => {
  assert.equal(writes([{ allow: false }, { allow: true, access: "rwm" }]), ["+a"]);
});

test("a rule about all types with some access is said for each type, as `a` means everything to the kernel", () => {
  assert.equal(writes([{ allow: true, access: "rw" }], []), ["-a", "+c *:* rw", "+b *:* rw"]);
});

test("an exception from a wider rule, which v1 cannot keep, is refused with its place", () => {
  const rules: readonly DeviceRule[] = [
    { allow: true, type: "c", major: 10, access: "rwm" },
    { allow: false, type: "c", major: 10, minor: 229, access: "rwm" },
  ];
  assert.throws(
    () => writes(rules),
    (error: unknown) =>
      error instanceof PlanError && error.pointer === "/linux/resources/devices/1",
  );
});

test.run();
