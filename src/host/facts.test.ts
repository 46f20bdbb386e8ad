import { readlinkSync } from "node:fs";
import { release } from "node:os";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { gatherFacts } from "./facts.ts";

test("facts of this host agree with what node says about it", () => {
  const facts = gatherFacts();
  assert.is(facts.euid, process.geteuid?.());
  assert.is(facts.egid, process.getegid?.());
  assert.is(facts.kernel.release, release());
  assert.is(`mnt:[${facts.ownNamespaces["mnt"]}]`, readlinkSync("/proc/self/ns/mnt"));
  assert.ok(facts.lastCapability >= 37);
  assert.is(facts.capabilities >> BigInt(facts.lastCapability + 1), 0n);
});

test("every hierarchy of this host has controllers or a name or is unified", () => {
  for (const { mount, version, controllers, name } of gatherFacts().cgroup.hierarchies) {
    assert.ok(version === 2 || controllers.length > 0 || name !== null, mount);
  }
});

test.run();
