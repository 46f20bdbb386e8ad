import { suite } from "uvu";
import * as assert from "uvu/assert";
import { planCreate } from "../plan/create.ts";
import { printPlan } from "../plan/print.ts";
import { testConfig, testRequest } from "../plan/testing.ts";
import type { Facts } from "../plan/types.ts";
import { asRoot } from "./as-root.ts";
import { rootlessUser, systemdRoot } from "./sheets/index.ts";

const test = suite("host/as-root");

test("a user's facts made root's give the plan that root's own facts give", () => {
  const own = rootlessUser.cgroup.hierarchies.map((hierarchy) => ({ ...hierarchy, own: "/own" }));
  const user = { ...rootlessUser, cgroup: { ...rootlessUser.cgroup, hierarchies: own } };
  const text = (facts: Facts): string =>
    printPlan(planCreate(testConfig(), facts, testRequest()), { color: false, width: 100 });
  assert.throws(() => text(user), /rootless container requires user namespaces/);
  assert.is(text(asRoot(user)), text(systemdRoot));
});

test.run();
