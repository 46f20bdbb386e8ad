import { strict as assert } from "node:assert";
import { suite } from "uvu";
import { expectedOn } from "./expected.mjs";

const test = suite("programs of the validation suite that are not expected to pass");
const full = { controllers: new Set(["hugetlb", "net_cls", "net_prio"]), mayRaiseLimits: true };

test("with all v1 controllers and all rights only faults of tests are left", () => {
  const expected = expectedOn(full);
  for (const name of ["start", "linux_cgroups_blkio", "poststart_fail"])
    assert.ok(expected.has(name), name);
  for (const name of ["linux_cgroups_network", "linux_cgroups_pids", "process_capabilities"])
    assert.equal(expected.has(name), false, name);
});

test("what a machine lacks is a reason there", () => {
  const few = expectedOn({ controllers: new Set(["hugetlb"]), mayRaiseLimits: false });
  assert.match(few.get("linux_cgroups_network"), /net_cls/);
  assert.match(few.get("process_capabilities"), /CAP_SYS_RESOURCE/);
  assert.equal(few.has("linux_cgroups_hugetlb"), false);
});

test("under cgroup v2 alone no program about cgroups is expected to pass", () => {
  const expected = expectedOn({ ...full, controllers: new Set() });
  assert.match(expected.get("linux_cgroups_pids"), /v1 only/);
  assert.match(expected.get("delete_resources"), /v1 only/);
});

test.run();
