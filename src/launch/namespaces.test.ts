import { test } from "uvu";
import * as assert from "uvu/assert";
import { compareNamespaces } from "./namespaces.ts";

test("a namespace is the container's own, the host's, or others' too", () => {
  const container = new Map(Object.entries({ mnt: "11", pid: "12", net: "3", uts: "14" }));
  const host = new Map(Object.entries({ mnt: "1", pid: "2", net: "3", uts: "4", ipc: "5" }));
  const pod = new Map(Object.entries({ mnt: "21", pid: "12", net: "3" }));
  assert.equal(compareNamespaces(container, host, [["pod", pod]]), [
    { type: "mount", container: "11", host: "1", shared: false, with: [] },
    { type: "pid", container: "12", host: "2", shared: false, with: ["pod"] },
    { type: "network", container: "3", host: "3", shared: true, with: ["pod"] },
    { type: "uts", container: "14", host: "4", shared: false, with: [] },
  ]);
});

test.run();
