import { test } from "uvu";
import * as assert from "uvu/assert";
import { planCreate } from "./create.ts";
import { notifySteps } from "./notify.ts";
import {
  all,
  names,
  only,
  testConfig,
  testFacts,
  testRequest,
  testScope,
  withUsers,
} from "./testing.ts";

const request = testRequest({ notify: true });

test("without a manager there is no socket", () => {
  assert.equal(notifySteps(testScope()), { host: [], init: [], env: [] });
});

test("a configuration without a program has nobody who could be ready", () => {
  const { process: _, ...rest } = testConfig();
  assert.equal(notifySteps(testScope(rest, testFacts(), request)).env, []);
});

test("the directory is bound where programs look for it, behind all mounts, and named to them", () => {
  const mounts = [{ destination: "/run", type: "tmpfs", source: "tmpfs" }];
  const { steps } = planCreate(testConfig({ mounts }), testFacts(), request);
  assert.is(only(steps, "notify-directory").path, "/run/tsrun/box/notify");
  const bind = only(steps, "bind");
  assert.equal([bind.source, bind.target], ["/run/tsrun/box/notify", "/run/notify"]);
  assert.is(bind.set, 0xfn);
  const order = names(steps);
  assert.ok(order.indexOf("state-directory") < order.indexOf("notify-directory"));
  assert.ok(order.lastIndexOf("mount") < order.indexOf("bind"));
  assert.ok(only(steps, "exec").env.includes("NOTIFY_SOCKET=/run/notify/notify.sock"));
});

test("the program's own NOTIFY_SOCKET gives way", () => {
  const config = testConfig();
  const program = { ...config.process, cwd: "/", env: ["NOTIFY_SOCKET=/mine", "A=b"] };
  const { steps } = planCreate({ ...config, process: program }, testFacts(), request);
  assert.equal(only(steps, "exec").env, ["A=b", "NOTIFY_SOCKET=/run/notify/notify.sock"]);
});

test("into a user namespace the engine brings it, once it is made", () => {
  const { steps } = planCreate(withUsers(), testFacts(), request);
  const order = names(steps);
  assert.ok(order.indexOf("notify-directory") < order.indexOf("open-tree"));
  assert.is(all(steps, "bind").find(({ target }) => target === "/run/notify")?.slot, "notify");
});

test.run();
