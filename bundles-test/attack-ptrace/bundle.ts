// CVE-2016-9962: a process of the container that traces one that joins has its memory and descriptors.
import { chmodSync, copyFileSync } from "node:fs";
import { defineBundle } from "../harness/define.ts";
import { tool } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "attack-ptrace",
  title:
    "a container can neither trace a process that joins it, nor read its memory, nor take a descriptor out of it",
  oracle: "runc",
  config: { process: { args: ["/bin/tracer", "/tmp/won"] } },
  setup(t) {
    copyFileSync(tool("tracer"), t.inside("bin/tracer"));
    chmodSync(t.inside("bin/tracer"), 0o755);
  },
  check(t) {
    t.up();
    t.wait(() => t.exists(t.inside("tmp/won")), "the tracer began");
    for (let turn = 0; turn < 40; turn++) t.succeeds(t.exec(["true"]));
    t.is(t.read(t.inside("tmp/won")), "", "what it won");
    t.is(t.status, "running", "the tracer");
  },
});
