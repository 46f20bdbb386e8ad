import { test } from "uvu";
import * as assert from "uvu/assert";
import { stateDocument } from "./view.ts";
import type { ContainerState } from "./view.ts";

const STATE: ContainerState = {
  owner: "",
  created: "2026-01-02T03:04:05.678901234Z",
  rootfs: "/b/rootfs",
  bundle: "/b",
  status: "created",
  pid: 42,
  id: "x",
  ociVersion: "1.3.0",
};

test("[ST-1] [ST-2] [ST-4] [ST-10] [ST-12] the document has its keys in the usual order", () => {
  assert.equal(Object.keys(stateDocument(STATE)), [
    "ociVersion",
    "id",
    "pid",
    "status",
    "bundle",
    "rootfs",
    "created",
    "owner",
  ]);
});

test("[ST-13] annotations are shown unless there are none", () => {
  assert.not("annotations" in stateDocument({ ...STATE, annotations: {} }));
  const document = stateDocument({ ...STATE, annotations: { "com.example.key": "" } });
  assert.equal(Object.entries(document)[7], ["annotations", { "com.example.key": "" }]);
});

test.run();
