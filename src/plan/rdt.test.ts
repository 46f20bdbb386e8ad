import { test } from "uvu";
import * as assert from "uvu/assert";
import type { IntelRdt } from "../config/config.gen.ts";
import type { Op } from "../wire/ops.ts";
import { rdtSteps } from "./rdt.ts";
import { testConfig, testFacts, withLinux } from "./testing.ts";

const facts = testFacts({ resctrl: "/sys/fs/resctrl" });

function ops(intelRdt: IntelRdt): readonly Op[] {
  return rdtSteps(withLinux({ intelRdt }), facts, "box").map((step) => step.op);
}

test("[RT-13] [RT-1] without closID the group is named after the container, made and entered", () => {
  assert.equal(ops({}), [
    {
      op: "rdt-group",
      group: "/sys/fs/resctrl/box",
      make: 1,
      own: 1,
      compare: [],
      lines: [],
    },
    { op: "rdt-task", group: "/sys/fs/resctrl/box" },
  ]);
});

test("[RT-4] closID / is the root group, which is never made", () => {
  const [group, task] = ops({ closID: "/", schemata: ["L3:0=f"] });
  assert.equal(group, {
    op: "rdt-group",
    group: "/sys/fs/resctrl",
    make: 0,
    own: 0,
    compare: [],
    lines: ["L3:0=f"],
  });
  assert.equal(task, { op: "rdt-task", group: "/sys/fs/resctrl" });
});

test("[RT-9] [RT-10] [RT-11] l3CacheSchema comes first, then memBwSchema, then schemata", () => {
  const lines = (rdt: IntelRdt): unknown => (ops(rdt)[0] as { readonly lines?: unknown }).lines;
  const l3CacheSchema = "L3:0=f";
  const memBwSchema = "MB:0=50";
  const schemata = ["L2:0=3", "L3:0=7"];
  assert.equal(lines({ schemata, memBwSchema, l3CacheSchema }), [
    l3CacheSchema,
    memBwSchema,
    ...schemata,
  ]);
  assert.equal(lines({ memBwSchema }), [memBwSchema]);
  assert.equal(lines({ schemata }), schemata);
});

test("[RT-14] [RT-16] a named group is made only for limits", () => {
  const make = (rdt: IntelRdt): unknown => (ops(rdt)[0] as { readonly make?: unknown }).make;
  assert.is(make({ closID: "gold" }), 0);
  assert.is(make({ closID: "gold", schemata: ["L3:0=f"] }), 1);
});

test("[RT-8] [RT-20] monitoring is a group of the container's name in its group", () => {
  const monitor = "/sys/fs/resctrl/gold/mon_groups/box";
  assert.equal(ops({ closID: "gold", enableMonitoring: true }).slice(1), [
    { op: "rdt-monitor", group: monitor },
    { op: "rdt-task", group: "/sys/fs/resctrl/gold" },
    { op: "rdt-task", group: monitor },
  ]);
});

test("[RT-2] [RT-3] without resctrl it is an error, without the section nothing is asked", () => {
  const none = testFacts();
  assert.throws(() => rdtSteps(withLinux({ intelRdt: {} }), none, "box"), /mounted resctrl/);
  assert.equal(rdtSteps(testConfig(), none, "box"), []);
});

test.run();
