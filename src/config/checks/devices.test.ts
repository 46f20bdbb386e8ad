import { suite } from "uvu";
import * as assert from "uvu/assert";
import { verdict } from "../testing.ts";

const test = suite("config/checks/devices");

const device = (path: string, minor: number) => ({ type: "c", path, major: 10, minor });

test("[DV-10] one device at two paths is a warning, two devices at one path an error", () => {
  const of = (...devices: readonly object[]) => verdict({ linux: { devices } });
  assert.equal(of(device("/dev/a", 1), device("/dev/b", 2)), []);
  assert.equal(of(device("/dev/a", 1), device("/dev/b", 1)), [
    "warning /linux/devices/1: should be listed once: c 10:1 is /dev/a already",
  ]);
  assert.equal(of(device("/dev/a", 1), { ...device("/dev/b", 1), type: "u" }), [
    "warning /linux/devices/1: should be listed once: c 10:1 is /dev/a already",
  ]);
  assert.equal(of(device("/dev/a", 1), device("/dev/a", 2)), [
    "error /linux/devices/1/path: must not be the path of another device, c 10:1",
  ]);
  assert.equal(of({ type: "p", path: "/a" }, { type: "p", path: "/b" }), []);
});

test("[V-25] [ND-4] two interfaces do not get one name, unless it is a template", () => {
  const of = (netDevices: object) => verdict({ linux: { netDevices } });
  assert.equal(of({ eth0: {}, eth1: { name: "in0" } }), []);
  assert.equal(of({ eth0: { name: "in0" }, eth1: { name: "in0" } }), [
    "error /linux/netDevices/eth1: must not have the name inside of another device",
  ]);
  assert.equal(of({ eth0: {}, eth1: { name: "eth0" } }), [
    "error /linux/netDevices/eth1: must not have the name inside of another device",
  ]);
  assert.equal(of({ eth0: { name: "in%d" }, eth1: { name: "in%d" } }), []);
});

test("[V-25] [ND-5] a name has one %d at most and 15 bytes", () => {
  const of = (name: string) => verdict({ linux: { netDevices: { eth0: { name } } } });
  const rule = "error /linux/netDevices/eth0: invalid network device name:";
  for (const name of ["a%s", "%d%d", "a%"]) {
    assert.equal(of(name), [`${rule} may have one %d and no other %`]);
  }
  assert.equal(of("\u00e9".repeat(8)), [`${rule} must have at most 15 bytes`]);
});

test("[ND-14] network devices need a network namespace", () => {
  assert.equal(verdict({ linux: { namespaces: [], netDevices: { eth0: {} } } }), [
    "error /linux/netDevices: unable to move network devices without a NET namespace",
  ]);
});

test.run();
