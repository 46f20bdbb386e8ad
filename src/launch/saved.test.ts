import { test } from "uvu";
import * as assert from "uvu/assert";
import { always } from "../plan/steps.ts";
import { behindGate } from "./saved.ts";

test("the words of the steps behind the gate are kept by their index, hooks with their number", () => {
  const hook = { path: "/h", args: ["h"], env: [], timeout: 0, head: "", tail: "" };
  const steps = [
    always("root", "", { op: "chroot" }),
    always("start", "", { op: "gate", gate: "gate", status: "status" }),
    always("start", "", { op: "hook", kind: "startContainer", index: 1, ...hook }),
    always("start", "", { op: "exec", args: ["/run.sh", "x"], env: [], home: 0, uid: 0 }),
  ];
  assert.equal(behindGate(steps), {
    2: "error running startContainer hook #1",
    3: "exec /run.sh",
  });
});

test("a plan without a gate keeps none", () => {
  assert.equal(behindGate([always("root", "", { op: "chroot" })]), {});
});

test.run();
