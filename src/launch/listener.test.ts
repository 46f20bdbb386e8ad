import { test } from "uvu";
import * as assert from "uvu/assert";
import { processState } from "./listener.ts";

const STATE = { ociVersion: "1.3.0", id: "box", status: "creating", pid: 7, bundle: "/b" };

test("[CP-4] [CP-5] [CP-7] [CP-8] [CP-9] the document names version, descriptors, pid, metadata, state", () => {
  assert.equal(JSON.parse(processState(7, "label", STATE)), {
    ociVersion: "1.3.0",
    fds: ["seccompFd"],
    pid: 7,
    metadata: "label",
    state: STATE,
  });
});

test("[CP-8] without metadata there is no member for it", () => {
  assert.not("metadata" in (JSON.parse(processState(7, null, STATE)) as object));
});

test.run();
