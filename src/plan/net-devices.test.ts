import { test } from "uvu";
import * as assert from "uvu/assert";
import { netDeviceSteps } from "./net-devices.ts";
import { rootlessFacts, testConfig, testScope, withLinux } from "./testing.ts";

test("[ND-1] [ND-2] each device moves, under its name or another", () => {
  const steps = netDeviceSteps(
    testScope(withLinux({ netDevices: { eth0: {}, eth1: { name: "inside%d" } } })),
  );
  assert.equal(
    steps.map((step) => step.op),
    [
      { op: "net-device", name: "eth0", target: "eth0" },
      { op: "net-device", name: "eth1", target: "inside%d" },
    ],
  );
  assert.is(steps[1]?.origin.pointer, "/linux/netDevices/eth1");
});

test("nothing asked, nothing moved", () => {
  assert.equal(netDeviceSteps(testScope(testConfig())), []);
});

test("a user may move none", () => {
  const scope = testScope(withLinux({ netDevices: { eth0: {} } }), rootlessFacts());
  assert.throws(() => netDeviceSteps(scope), /needs CAP_NET_ADMIN/);
});

test.run();
