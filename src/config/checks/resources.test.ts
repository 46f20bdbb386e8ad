import { suite } from "uvu";
import * as assert from "uvu/assert";
import { verdict } from "../testing.ts";

const test = suite("config/checks/resources");

const of = (resources: object): readonly string[] => verdict({ linux: { resources } });

test("[V-27] [RM-3] memory and swap together are at least the memory", () => {
  assert.equal(of({ memory: { limit: 2, swap: 1 } }), [
    "error /linux/resources/memory/swap: is memory and swap together: must be at least the limit, 2",
  ]);
  for (const memory of [
    { limit: 2, swap: 2 },
    { limit: 2, swap: -1 },
    { swap: 1 },
    { limit: -1, swap: 1 },
  ]) {
    assert.equal(of({ memory }), []);
  }
});

test("[RM-4] [RM-5] limits of kernel memory are warnings, unless they limit nothing", () => {
  const rule = "has no effect: kernels no longer have this limit";
  assert.equal(of({ memory: { kernel: 1, kernelTCP: 1 } }), [
    `warning /linux/resources/memory/kernel: ${rule}`,
    `warning /linux/resources/memory/kernelTCP: ${rule}`,
  ]);
  assert.equal(of({ memory: { kernel: -1, kernelTCP: 0 } }), []);
});

test("[V-28] [RC-3] [RC-5] a burst is at most a positive quota", () => {
  assert.equal(of({ cpu: { quota: 10000, burst: 20000 } }), [
    "error /linux/resources/cpu/burst: must be at most the quota, 10000",
  ]);
  assert.equal(of({ cpu: { quota: -1, burst: 20000 } }), []);
});

test("[V-28] [RC-9] [RC-10] cpus and mems are lists, or empty", () => {
  for (const name of ["cpus", "mems"]) {
    assert.equal(of({ cpu: { [name]: "0-3,7" } }), []);
    assert.equal(of({ cpu: { [name]: "" } }), []);
    assert.equal(of({ cpu: { [name]: "0;1" } }), [
      `error /linux/resources/cpu/${name}: must be a list such as 0-3,7`,
    ]);
  }
});

test("[V-30] a huge page size is listed once", () => {
  const limit = { pageSize: "2MB", limit: 0 };
  assert.equal(of({ hugepageLimits: [limit, { ...limit, pageSize: "1GB" }] }), []);
  assert.equal(of({ hugepageLimits: [limit, limit] }), [
    "error /linux/resources/hugepageLimits/1/pageSize: must not be listed twice",
  ]);
});

test.run();
