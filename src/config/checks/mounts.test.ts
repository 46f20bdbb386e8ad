import { suite } from "uvu";
import * as assert from "uvu/assert";
import { NAMESPACES, verdict } from "../testing.ts";

const test = suite("config/checks/mounts");

const MAP = [{ containerID: 0, hostID: 0, size: 10 }];
const of = (mount: object, linux: Readonly<Record<string, unknown>> = {}): readonly string[] =>
  verdict({ top: { mounts: [{ destination: "/a", ...mount }] }, linux });

test("[V-18] [MT-4] a relative destination is a warning", () => {
  assert.equal(of({ destination: "data" }), [
    'warning /mounts/0/destination: should be absolute: "data" is taken from /',
  ]);
});

test("[V-18] [MO-65] idmap and ridmap need mappings or a user namespace", () => {
  for (const word of ["idmap", "ridmap"]) {
    const options = ["rbind", word];
    assert.equal(of({ options }), [
      `error /mounts/0/options: ${word} needs mappings of the mount, or a user namespace`,
    ]);
    assert.equal(of({ options, uidMappings: MAP, gidMappings: MAP }), []);
    const namespaces = [...NAMESPACES, { type: "user", path: "/proc/1/ns/user" }];
    assert.equal(of({ options }, { namespaces }), []);
  }
});

test("[V-18] [MT-14] mappings of a mount are both empty or neither", () => {
  assert.equal(of({ uidMappings: [], gidMappings: [] }), []);
  assert.equal(of({ uidMappings: MAP, gidMappings: [] }), [
    "error /mounts/0/gidMappings: must not be empty beside the other mappings",
  ]);
});

test("[MT-15] mappings of a mount do not overlap", () => {
  const twice = [...MAP, { containerID: 20, hostID: 5, size: 1 }];
  assert.equal(of({ uidMappings: twice, gidMappings: MAP }), [
    "error /mounts/0/uidMappings/1/hostID: must not overlap entry 0",
  ]);
});

test.run();
